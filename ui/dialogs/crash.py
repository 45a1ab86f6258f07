"""The program's own mistake: what is safe, what to do, and the technical detail for whoever mends it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.dialogs.message import Answer, Detail, Dialog
from ui.widgets.layout import label


class CrashDialog(Dialog):
    """Shows an uncaught error; the user goes on or ends the program."""

    def __init__(self, detail: str, log_file: Path | None) -> None:
        super().__init__(
            "程序出了没有料到的问题",
            "已经保存的内容都在，没有受影响。可以接着用；要是再出现，请复制技术信息发给管理员。",
            [Answer("quit", "退出程序"), Answer("go_on", "接着用", "primary")],
            default="go_on",
        )
        self.body.addWidget(Detail(detail))
        if log_file:
            self.body.addWidget(label(f"记录在 {log_file}", "aux", wrap=True))

    def choose(self, name: str) -> None:
        """End the program when that is wanted."""
        super().choose(name)
        if name == "quit":
            QApplication.quit()
