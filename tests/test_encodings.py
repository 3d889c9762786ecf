"""The encodings that reports arrive in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from ingest.plaintext.encodings import decode

TEXT = "2024年度部门决算\n收入支出决算总表\n单位：万元\n本年收入合计\t1,234.50\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    decoded, found = decode(TEXT.encode(encoding))
    assert decoded.removeprefix("\ufeff") == TEXT
    assert found == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, encoding)


def test_traditional_characters_in_big5_and_in_gb18030() -> None:
    text = OpenCC("s2tw").convert(TEXT)
    assert decode(text.encode("big5")) == (text, "big5")
    assert decode(text.encode("gb18030")) == (text, "gb18030")


def test_a_character_cut_in_two_does_not_change_the_encoding() -> None:
    data = (TEXT * 30).encode()[:-100] + b"\xe5\xb9"
    text, found = decode(data)
    assert found == "utf-8, 1 unreadable bytes replaced"
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_control_characters_are_taken_out_and_said(encoding: str) -> None:
    data = (TEXT * 30).encode(encoding).replace(b"\n", b"\x00\n", 1).replace(b"\t", b"\x07\t", 1)
    assert decode(data) == (TEXT * 30, f"{encoding}, 2 control characters removed")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 4])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises((ValueError, UnicodeDecodeError)):
        decode(data)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_utf_8_is_always_believed(words: str) -> None:
    assert decode(words.encode()) == (words, "utf-8")
