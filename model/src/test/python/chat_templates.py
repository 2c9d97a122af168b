"""Writes chat/rendered.json: what apply_chat_template(tokenize=False) of transformers makes of every conversation.

chat_templates.py ../resources/io/foldline/model/text/chat > ../resources/io/foldline/model/text/chat/rendered.json

Renders every *.jinja of the folder with every conversation of conversations.json, and every line of snippets.jsonl, a
template with variables of its own. null stands for a template that fails. strftime_now tells DAY.
"""

import datetime
import json
import pathlib
import sys

from transformers.utils import chat_template_utils

DAY = datetime.datetime(2026, 3, 5)
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


class FixedTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return DAY


chat_template_utils.datetime = FixedTime


def render(template, messages):
    try:
        rendered, _ = chat_template_utils.render_jinja_template([messages], chat_template=template, **TOKENS)
        return rendered[0]
    except Exception as e:  # noqa: BLE001
        print(f"{type(e).__name__}: {e}", file=sys.stderr)
        return None


def snippet(template, variables):
    try:
        return chat_template_utils._compile_jinja_template(template).render(**variables)
    except Exception as e:  # noqa: BLE001
        print(f"{template!r}: {type(e).__name__}: {e}", file=sys.stderr)
        return None


def main():
    folder = pathlib.Path(sys.argv[1])
    conversations = json.loads((folder / "conversations.json").read_text(encoding="utf-8"))
    golden = {"templates": {}, "snippets": []}
    for file in sorted(folder.glob("*.jinja")):
        template = file.read_text(encoding="utf-8")
        golden["templates"][file.name] = {name: render(template, each) for name, each in conversations.items()}
    for line in (folder / "snippets.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        golden["snippets"].append(snippet(case["template"], case.get("variables", {})))
    json.dump(golden, sys.stdout, ensure_ascii=True, indent=1)
    print()


main()
