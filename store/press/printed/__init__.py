"""What printing left in a text that was recognised from its pages."""
