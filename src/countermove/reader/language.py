"""Which language a text is in: the reader understands English, and says of others which they are."""

from __future__ import annotations

import re
from collections import Counter

from countermove.errors import QuestionError

__all__ = ["require_english"]

COMMON = {
    "English": "the of and to in a is that for it was on with as be by are this from at not have has had he they",
    "German": "der die und das in zu den von mit ist auf für nicht des sich eine dem im ein als auch werden hat dass wird",
    "French": "de la le et les des en un une du que pour dans est qui par sur au pas plus ce ne avec il sont",
    "Spanish": "de la que el en los y del las se por con para una un no su al es lo como más pero sus este",
    "Italian": "di e il la che in a per un del della con non una le dei da al sono si come nel ha alla più",
    "Portuguese": "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao das",
    "Dutch": "de van het een en in is dat op te zijn met voor niet aan er om als ook door naar bij maar wordt",
    "Polish": "w i na z że się nie do jest o to od po za jak przez dla są ale przy oraz który tym już być",
    "Swedish": "och i att det som en på är av för med till den har inte om ett men de var jag från vi kan",
    "Danish or Norwegian": "og i at det er en til på som med for den av de ikke der har et men om af vi var han fra",
    "Finnish": "ja on ei se että oli joka mutta myös hän kun kuin ovat sen tai niin mukaan jo ole vain",
    "Turkish": "ve bir bu için da de ile olarak çok daha olan gibi en ama ne var sonra kadar olduğu",
    "Romanian": "de și în a la cu pe că o nu un din mai care este pentru se au fost sunt ce le",
    "Czech": "a se v na je že s z do o i to k za by ale jako po ve pro od který jsou však",
    "Hungarian": "a az és hogy nem is egy van ez csak meg de azt már el ha még volt kell mint vagy",
    "Indonesian": "yang dan di dengan untuk pada tidak ini dari dalam akan itu adalah oleh sebagai juga telah bahwa",
}  # fmt: skip
SCRIPTS = {
    "Cyrillic script (Russian, Ukrainian, ...)": r"[\u0400-\u04ff]",
    "Greek": r"[\u0370-\u03ff]",
    "Arabic script (Arabic, Persian, ...)": r"[\u0600-\u06ff]",
    "Hebrew": r"[\u0590-\u05ff]",
    "Japanese": r"[\u3040-\u30ff]",
    "Korean": r"[\uac00-\ud7af]",
    "Chinese": r"[\u4e00-\u9fff]",
    "Thai": r"[\u0e00-\u0e7f]",
    "an Indian script": r"[\u0900-\u0dff]",
    "Georgian": r"[\u10a0-\u10ff]",
    "Armenian": r"[\u0530-\u058f]",
}


def require_english(text: str, name: str) -> None:
    """Refuse a text in another language, and say which; `QuestionError`.

    >>> require_english("Die Regierung hat die Verhandlungen mit der Union nicht abgebrochen und will sie.", "a.txt")
    Traceback (most recent call last):
    ...
    countermove.errors.QuestionError: a.txt: the text is in German; the reader understands English only
    """
    letters = len(re.findall(r"[^\W\d_]", text))
    for script, pattern in SCRIPTS.items():
        if len(re.findall(pattern, text)) > letters * 0.4:
            raise QuestionError(f"{name}: the text is in {script}; the reader understands English only")
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    shares = {lang: sum(words[w] for w in common.split()) / max(total, 1) for lang, common in COMMON.items()}
    best = max(shares, key=lambda lang: shares[lang])
    if best != "English" and shares[best] > 0.12 and shares["English"] < 0.8 * shares[best]:
        raise QuestionError(f"{name}: the text is in {best}; the reader understands English only")
    if shares["English"] < 0.08 and total >= 40:
        raise QuestionError(f"{name}: the text is not in English, or no running text; the reader understands English only")
