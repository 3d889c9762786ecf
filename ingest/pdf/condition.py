"""What is wrong with a PDF, or worth saying about it, in words: the notes of a document and why it is unreadable."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ingest.model import Text, Why, strung

AGAIN = Text("请从公布处重新下载", "get the file again from where it was published")
PUBLISHED = Text("请提供公布的原文件", "give the file that was published")

Reason = tuple[Text, Text]
"""What is wrong and what to do."""

ENCRYPTED: Reason = (
    Text("已加密", "is encrypted"),
    Text("请用 --password 给出密码", "give the password with --password"),
)
WRONG_PASSWORD: Reason = (
    Text("已加密，所给密码不对", "is encrypted with another password"),
    Text("请用 --password 给出正确的密码", "give the right one with --password"),
)
CUT_OFF: Reason = (Text("文件不完整，末尾缺失", "is cut off: the end of the file is missing"), AGAIN)
NO_PAGES: Reason = (Text("没有任何页面", "is a PDF without pages"), AGAIN)
FAULTY = Why("该页有损坏，所读内容存疑", "the page is damaged: what is read on it is in doubt", "page")
RUNS_OFF = Why(
    "表格或数字超出纸边，纸外的未能读取，该页所读内容存疑",
    "a table or a number goes on beyond the paper and was not read there: this page is in doubt",
    "page",
)
OFF_PAPER = "error: runs off the paper"
"""In the place of what MuPDF says of a page: it says nothing of this."""
REPAIRED = Text("文件曾损坏，对象表已重建", "the file was damaged; its table of objects was rebuilt")


def pages(numbers: Iterable[int]) -> tuple[str, str]:
    """Return ("第3页", "page 3") or ("第1-4、7页", "pages 1-4, 7")."""
    runs: list[str] = []
    ordered = sorted(numbers)
    for _, group in groupby(enumerate(ordered), key=lambda item: item[1] - item[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return f"第{'、'.join(runs)}页", f"{'page' if len(ordered) == 1 else 'pages'} {', '.join(runs)}"


def doubt_of(complaint: str) -> Why:
    """Why a page is in doubt of which something was said while it was read."""
    return RUNS_OFF if complaint == OFF_PAPER else FAULTY


def _say(numbers: Iterable[int], zh: str, en: str) -> Text:
    """Say something of some pages, which are named first."""
    shown = pages(numbers)
    return Text(f"{shown[0]}{zh}", f"{shown[1]}{en}")


def damaged(said: str) -> Reason:
    """MuPDF cannot open the file; `said` is what it says."""
    where = said.strip().split("\n")[0][:120]
    return Text(
        f"已损坏（{where or 'MuPDF 未说明何处'}）", f"is damaged ({where or 'MuPDF does not say where'})"
    ), AGAIN


def lost(numbers: Sequence[int], zh: str, en: str) -> Reason:
    """No page is left: all are lost, for the reason given."""
    said = _say(numbers, zh, f" {en}")
    return Text(f"已损坏：{said.zh}", f"is damaged: {said.en}"), AGAIN


def scanned(numbers: Sequence[int], count: int) -> Reason:
    """No page has text, and some are pictures."""
    shown = pages(numbers)
    return (
        Text(
            f"没有文字：共{count}页，{shown[0]}为图片（扫描件）",
            f"has no text: {shown[1]} of {count} are pictures (a scan)",
        ),
        Text(
            "请提供带文字的PDF，或清晰的扫描件并安装 ocr",
            "give its text, or sharp pictures with the extra `ocr` installed",
        ),
    )


def unmapped(numbers: Sequence[int]) -> Reason:
    """No page has text that can be trusted."""
    shown = pages(numbers)
    return (
        Text(f"{shown[0]}的字体未说明所印字符", f"has fonts that do not say which characters they print: {shown[1]}"),
        Text("请另存为PDF（嵌入字体）后再试", "save it as PDF again from its source"),
    )


def blank(count: int) -> Reason:
    """There is nothing on the pages."""
    return Text(f"全部{count}页均无文字", f"has no text on any of its {count} pages"), PUBLISHED


def too_many(count: int) -> Reason:
    """The page tree is nonsense."""
    return Text(f"声称有{count}页", f"claims to have {count} pages"), AGAIN


def note_scans(numbers: Sequence[int]) -> Text:
    """Pictures without text."""
    return _say(numbers, "为无文字的图片，未读取", ": pictures without text, not read")


def note_ocr(numbers: Sequence[int]) -> Text:
    """Scans that were read."""
    return _say(numbers, "为扫描件，由OCR识读", ": scanned, read by OCR")


def note_gridless(numbers: Sequence[int]) -> Text:
    """Scans on which a table seems to stand of which no rules were found."""
    return _say(
        numbers,
        "似有表格，但图片上找不到表线，未作为表格读取",
        ": a table seems to be there; no rules were found on the picture, and it was not read as one",
    )


def note_unmapped(numbers: Sequence[int]) -> Text:
    """Fonts without Unicode maps."""
    return _say(numbers, "字体未说明所印字符，未读取", ": a font does not say which characters it prints, not read")


def note_mixed(numbers: Sequence[int]) -> Text:
    """Text beside a large picture."""
    return _say(numbers, "含大幅图片，其中的文字未读取", ": a large picture beside the text, its words not read")


def note_hollow(numbers: Sequence[int]) -> Text:
    """Pages that the file holds nothing for."""
    return _say(numbers, "没有任何内容，可能已丢失", ": without any content, perhaps lost")


def note_lost(reasons: Mapping[int, tuple[str, str]]) -> list[Text]:
    """Pages that could not be read, by reason."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, reason in reasons.items():
        groups.setdefault(reason, []).append(number)
    return [_say(numbers, zh, f" {en}") for (zh, en), numbers in groups.items()]


def note_faulty(number: int, said: str) -> Text:
    """MuPDF complained of a page and read it all the same, or its table runs off the paper."""
    if said == OFF_PAPER:
        return _say([number], "：表格或数字超出纸边", ": a table or a number goes on beyond the paper")
    first = said.strip().split("\n")[0][:120]
    return Text(f"第{number}页有瑕疵（{first}）", f"page {number}: faulty ({first})")


def beside_attachments(why: Reason, names: Sequence[str]) -> Reason:
    """Why a file is no report, where it has files inside it: the report may be one of them."""
    if not names:
        return why
    todo = Text("请另存附件后校验附件", "save the attached files and give those")
    return strung((why[0], note_attached(names))), todo


def note_attached(names: Sequence[str]) -> Text:
    """Files inside the file."""
    shown = "、".join(name[:60] for name in names[:5]) + (" …" if len(names) > 5 else "")
    return Text(f"内含{len(names)}个附件，未读取：{shown}", f"attachments, not read: {shown}")


def note_order() -> Text:
    """The order of the content stream was better than the order on paper."""
    return Text("正文按文件内容顺序读取", "the words outside tables are read in the order of the file, not by place")


def note_second(agreed: int, settled: int, open_: int) -> Text:
    """What the second reading of every table gave."""
    return Text(
        f"表格已二次识读：{agreed}格一致，{settled}格以多数为准，{open_}格存疑",
        f"tables read twice: {agreed} cells agree, {settled} settled by a third reading, {open_} in doubt",
    )
