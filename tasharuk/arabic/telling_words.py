"""Words, folded, that tell what a text is about: money and how it is sent, yes and no, nothing at all."""

# Beginnings of words, folded, after which a number is an account or a wallet.
MONEY_WORDS = ("حساب", "محفظ", "ايبان", "كاش", "حول", "تحويل", "iban", "account", "wallet", "usdt")
# Words, folded, before which a number of groups of three is an account all the same.
ACCOUNT_WORDS = ("حساب", "محفظ", "ايبان", "رقم", "كاش", "iban", "account", "wallet")
# Words, folded, after which a link asks for money.
GIVING_WORDS = ("تبرع", "ادفع", "للدفع", "ساهموا", "donat", "give ", "giving", "pay ")
# Units of money and counts, folded, after which a number is no account.
UNIT_WORDS = ("ل ?س", "ليره", "دولار", "يورو", "الف", "مليون", "مليار", "درهم", "ريال", "syp", "usd", "eur")
# Words for sending money; and, letter for letter, for the person it is sent to without an account.
SENDING_WORDS = ("حوال[ةه]", "حولوا", "تحويل", "الهرم", "ويسترن", "western union")
RECEIVER_WORDS = ("باسم", "لاسم", "إلى اسم")
BOOK_WORDS = ("isbn", "ردمك")  # before the number of a book
COMPASS_LETTERS = "NSEWشق"
YES_WORDS = frozenset({"true", "yes", "نعم"})
NO_WORDS = frozenset({"false", "no", "لا"})
NOTHING_WORDS = frozenset({"", "-", "--", "–", "—", "~", "none", "null", "n/a", "لا يوجد", "لايوجد", "لا توجد"})
