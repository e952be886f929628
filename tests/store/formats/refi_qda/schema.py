"""A schema (RELAX NG) of the part of REFI-QDA 1.0 that Pizhu writes.

Source: the content models of Project.xsd and Codebook.xsd of 18 March 2019 (qdasoftware.org). It is stricter
in one respect: optional elements must not be empty.
"""

from __future__ import annotations

from lxml import etree

_GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{namespace}"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><ref name="{start}"/></start>

  <define name="guid"><data type="token">
    <param name="pattern">[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}</param>
  </data></define>
  <define name="own"><attribute name="guid" ns=""><ref name="guid"/></attribute></define>
  <define name="named"><attribute name="name" ns=""><data type="string">
    <param name="minLength">1</param></data></attribute></define>
  <define name="made">
    <optional><attribute name="creatingUser" ns=""><ref name="guid"/></attribute></optional>
    <optional><attribute name="creationDateTime" ns=""><data type="dateTime"/></attribute></optional>
  </define>
  <define name="changed">
    <optional><attribute name="modifyingUser" ns=""><ref name="guid"/></attribute></optional>
    <optional><attribute name="modifiedDateTime" ns=""><data type="dateTime"/></attribute></optional>
  </define>
  <define name="refers"><attribute name="targetGUID" ns=""><ref name="guid"/></attribute></define>
  <define name="description"><optional><element name="Description"><text/></element></optional></define>
  <define name="notes">
    <zeroOrMore><element name="NoteRef"><ref name="refers"/></element></zeroOrMore>
  </define>

  <define name="codebook">
    <element name="CodeBook">
      <optional><attribute name="origin" ns=""/></optional>
      <element name="Codes"><oneOrMore><ref name="code"/></oneOrMore></element>
    </element>
  </define>
  <define name="code">
    <element name="Code">
      <ref name="own"/><ref name="named"/>
      <attribute name="isCodable" ns=""><data type="boolean"/></attribute>
      <optional><attribute name="color" ns=""><data type="token">
        <param name="pattern">#[0-9A-F]{{6}}</param></data></attribute></optional>
      <ref name="description"/><ref name="notes"/>
      <zeroOrMore><ref name="code"/></zeroOrMore>
    </element>
  </define>

  <define name="project">
    <element name="Project">
      <ref name="named"/>
      <attribute name="origin" ns=""/>
      <attribute name="creatingUserGUID" ns=""><ref name="guid"/></attribute>
      <optional><attribute name="creationDateTime" ns=""><data type="dateTime"/></attribute></optional>
      <optional><attribute name="modifiedDateTime" ns=""><data type="dateTime"/></attribute></optional>
      <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
      <element name="Users"><oneOrMore><ref name="user"/></oneOrMore></element>
      <optional><ref name="codebook"/></optional>
      <optional><element name="Variables"><oneOrMore><ref name="variable"/></oneOrMore></element></optional>
      <optional><element name="Sources"><oneOrMore><ref name="source"/></oneOrMore></element></optional>
      <optional><element name="Notes"><oneOrMore><ref name="note"/></oneOrMore></element></optional>
      <optional><element name="Sets"><oneOrMore><ref name="set"/></oneOrMore></element></optional>
    </element>
  </define>
  <define name="user">
    <element name="User">
      <ref name="own"/><ref name="named"/><optional><attribute name="id" ns=""/></optional>
    </element>
  </define>
  <define name="variable">
    <element name="Variable">
      <ref name="own"/><ref name="named"/>
      <attribute name="typeOfVariable" ns=""><choice>
        <value>Text</value><value>Boolean</value><value>Integer</value><value>Float</value><value>Date</value>
      </choice></attribute>
      <ref name="description"/>
    </element>
  </define>
  <define name="values">
    <zeroOrMore><element name="VariableValue">
      <element name="VariableRef"><ref name="refers"/></element>
      <choice>
        <element name="TextValue"><text/></element>
        <element name="BooleanValue"><data type="boolean"/></element>
        <element name="IntegerValue"><data type="integer"/></element>
        <element name="FloatValue"><data type="decimal"/></element>
        <element name="DateValue"><data type="date"/></element>
      </choice>
    </element></zeroOrMore>
  </define>
  <define name="source">
    <element name="TextSource">
      <ref name="own"/><optional><ref name="named"/></optional><ref name="made"/><ref name="changed"/>
      <attribute name="plainTextPath" ns=""><data type="token">
        <param name="pattern">internal://[0-9a-f\\-]{{36}}\\.txt</param></data></attribute>
      <ref name="description"/>
      <zeroOrMore><ref name="selection"/></zeroOrMore>
      <zeroOrMore><ref name="coding"/></zeroOrMore>
      <ref name="notes"/><ref name="values"/>
    </element>
  </define>
  <define name="note">
    <element name="Note">
      <ref name="own"/><optional><ref name="named"/></optional><ref name="made"/><ref name="changed"/>
      <ref name="description"/>
      <element name="PlainTextContent"><data type="string"><param name="minLength">1</param></data></element>
      <zeroOrMore><ref name="coding"/></zeroOrMore>
      <ref name="notes"/><ref name="values"/>
    </element>
  </define>
  <define name="set">
    <element name="Set">
      <ref name="own"/><ref name="named"/><ref name="description"/>
      <zeroOrMore><element name="MemberSource"><ref name="refers"/></element></zeroOrMore>
    </element>
  </define>
  <define name="selection">
    <element name="PlainTextSelection">
      <ref name="own"/><optional><ref name="named"/></optional><ref name="made"/><ref name="changed"/>
      <attribute name="startPosition" ns=""><data type="nonNegativeInteger"/></attribute>
      <attribute name="endPosition" ns=""><data type="positiveInteger"/></attribute>
      <ref name="description"/>
      <zeroOrMore><ref name="coding"/></zeroOrMore>
      <ref name="notes"/>
    </element>
  </define>
  <define name="coding">
    <element name="Coding">
      <ref name="own"/><ref name="made"/>
      <element name="CodeRef"><ref name="refers"/></element>
      <ref name="notes"/>
    </element>
  </define>
</grammar>
"""


def check_project(document: bytes) -> etree._Element:
    """Validate a project and return its root."""
    return _checked(document, "urn:QDA-XML:project:1.0", "project")


def check_codebook(document: bytes) -> etree._Element:
    """Validate a codebook and return its root."""
    return _checked(document, "urn:QDA-XML:codebook:1.0", "codebook")


def _checked(document: bytes, namespace: str, start: str) -> etree._Element:
    grammar = etree.fromstring(_GRAMMAR.format(namespace=namespace, start=start))
    root = etree.fromstring(document)
    etree.RelaxNG(grammar).assertValid(root)
    return root
