"""Requests that the API's description shows; what they are answered with is asked of the assistant itself."""

from pydantic import JsonValue

MESSAGES: list[JsonValue] = [
    {"text": "我爸92岁，在四方台吃低保，能领什么？"},
    {"text": "不对，应该是88岁", "session": "Zk3vKq0mJ5w1o8sQbT7yXn2c"},
    {"text": "my mother is 85, registered in Ninghe and on dibao", "audience": "adviser"},
]
CHECKS: list[JsonValue] = [
    {"place": "sifangtai", "facts": {"age": 92, "welfare": "dibao"}, "as_of": "2026-11-24"},
    {"place": "宁河", "facts": {"hukou": "ninghe"}, "born": "1941-03", "language": "en"},
]
