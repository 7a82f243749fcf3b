"""The headings of the verdict table; what stands under them is worded by `replies`."""

from assistant.policies.bilingual import Bilingual

ITEM = Bilingual(zh="项", en="item")
BENEFIT = Bilingual(zh="名称", en="benefit")
GIVES = Bilingual(zh="内容", en="what it gives")
GROUNDS = Bilingual(zh="条件与原文", en="conditions, and the document's words")
MISSING = Bilingual(zh="还要知道", en="to find out")
OPEN_AMOUNT = Bilingual(zh="金额取决于", en="the amount turns on")
KNOWN = Bilingual(zh="已知", en="known")
TAKEN = Bilingual(zh="先按", en="taken to be so")
AS_OF = Bilingual(zh="按{day}判断", en="as of {day}")
DRAFT = Bilingual(zh="征求意见稿，尚未生效", en="only a draft for comment, not in force")
TOTAL = Bilingual(zh="现金合计", en="cash in all")
NEXT = Bilingual(zh="下一个问题", en="next question")
ENCOURAGED = Bilingual(zh="文件只是鼓励", en="only encouraged by the document")
NOT_YET = Bilingual(zh="{day}起才施行", en="in force only from {day}")
