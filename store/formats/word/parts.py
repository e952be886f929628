"""The fixed parts of a Word document: styles, settings, footer, and the relationships between parts.

According to ECMA-376, parts 1 (WordprocessingML) and 2 (packages). Chinese is set in Song, headings in Hei.
The East Asian language is zh-CN, and zh-TW in the character style ``Traditional``.
"""

from __future__ import annotations

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}/relationships"'
)

CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/footer.xml" ContentType="{_WORD}.footer+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_WORD}.comments+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)

PACKAGE_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)

FOOTER_ID = "rId3"

DOCUMENT_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>'
    f'<Relationship Id="{FOOTER_ID}" Type="{_OFFICE}/relationships/footer" Target="footer.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/relationships/comments" Target="comments.xml"/>'
    "</Relationships>"
)

CORE = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>批注</dc:title><dc:creator>Pizhu</dc:creator>'
    "</cp:coreProperties>"
)

SETTINGS = (
    f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

FOOTER = (
    f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)

SECTION = (
    f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1700" w:bottom="1440" w:left="1700" w:header="851" w:footer="851"'
    ' w:gutter="0"/></w:sectPr>'
)
"""A4, with the margins of Chinese Word."""

_HEI = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimHei" w:cs="Arial"/>'
_FAINT = '<w:color w:val="595959"/>'


def _paragraph_style(name: str, title: str, about: str, look: str, following: str = "") -> str:
    """Return a paragraph style.

    :param name: its ID.
    :param title: its name.
    :param about: paragraph properties.
    :param look: run properties.
    :param following: the ID of the style of the next paragraph.
    """
    after = f'<w:next w:val="{following}"/>' if following else ""
    based = '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>{based}{after}<w:qFormat/>'
        f"<w:pPr>{about}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _character_style(name: str, title: str, look: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{title}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _spacing(before: int = 0, after: int = 0) -> str:
    """Return the space before and after a paragraph, in points."""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'


STYLES = "".join(
    (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>",
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"',
        ' w:cs="Times New Roman"/>',
        f'{_size(10.5)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>',
        '<w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">',
        '<w:name w:val="Default Paragraph Font"/></w:style>',
        _paragraph_style("Title", "Title", _spacing(0, 12), "<w:b/>" + _size(26)),
        _paragraph_style(
            "Heading1", "heading 1", f'<w:keepNext/>{_spacing(6, 6)}<w:outlineLvl w:val="0"/>',
            f"{_HEI}<w:b/>{_size(18)}", "Article",
        ),
        _paragraph_style(
            "Heading2", "heading 2", f'<w:keepNext/>{_spacing(12, 3)}<w:outlineLvl w:val="1"/>',
            f"{_HEI}<w:b/>{_size(12)}", "Article",
        ),
        _paragraph_style(
            "Article", "Article Text",
            '<w:ind w:firstLineChars="200" w:firstLine="420"/><w:jc w:val="both"/>', "",
        ),
        _paragraph_style("Flush", "Article Text Flush", '<w:jc w:val="both"/>', ""),
        _paragraph_style("Kicker", "Kicker", "<w:keepNext/>" + _spacing(0, 2), _FAINT + _size(12)),
        _paragraph_style("Subtitle", "Subtitle", "<w:keepNext/>" + _spacing(0, 4), _FAINT + _size(12)),
        _paragraph_style("Column", "Column", "<w:keepNext/>", _FAINT + _size(9)),
        _paragraph_style("Byline", "Byline", "<w:keepNext/>" + _spacing(0, 6), _FAINT + _size(9)),
        _paragraph_style("Caption", "caption", '<w:ind w:left="420" w:right="420"/>', _HEI + _size(9)),
        _paragraph_style("Source", "Source", "", _FAINT + _size(9)),
        _paragraph_style(
            "Note", "Note",
            '<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A3231B"/></w:pBdr>'
            '<w:ind w:left="210"/>', _size(9),
        ),
        _paragraph_style("Gone", "Words Gone", '<w:ind w:left="420"/><w:jc w:val="both"/>', ""),
        _paragraph_style("Places", "Index Places", '<w:ind w:left="420" w:hanging="420"/>', _size(9)),
        _paragraph_style("Footer", "footer", '<w:jc w:val="center"/>', _size(9)),
        _paragraph_style("CommentText", "annotation text", "", _size(10)),
        _character_style("CommentReference", "annotation reference", _size(8)),
        _character_style("Hyperlink", "Hyperlink", '<w:color w:val="1F4E79"/><w:u w:val="single"/>'),
        _character_style(
            "Traditional", "Traditional Chinese",
            '<w:rFonts w:eastAsia="PMingLiU"/><w:lang w:eastAsia="zh-TW"/>',
        ),
        "</w:styles>",
    )
)  # fmt: skip
