"""The classes of the keyword network, in the order of its outputs, and the words that it must not take for one of them."""

KEYWORDS = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes"]
SILENCE, UNKNOWN = "_silence_", "_unknown_"
CLASSES = KEYWORDS + [SILENCE, UNKNOWN]

# The other words of Speech Commands v2 (P. Warden, arXiv:1804.03209, table 1), then common words that sound like or unlike a keyword.
OTHER_WORDS = """
backward bed bird cat dog eight five follow forward four happy house learn marvin nine one seven sheila six three tree two visual wow zero
town gown dawn so toe know now nor lift laugh loft of often own arm in an write rite ride light step shop top stuff cup app us yet yeah guess
blue table water music window green paper apple yellow garden people little number summer winter kitchen morning evening thank sorry maybe
hello good please open close start play pause next back turn set call find road letter pencil river mountain orange banana
""".split()
