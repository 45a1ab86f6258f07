"""The banners over the form, at most one of a name."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from ui.theme import theme
from ui.widgets.frames import Banner


class BannerRoom(QVBoxLayout):
    """Takes no room while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(theme().px(8))

    def put(self, name: str, banner: Banner) -> None:
        """Show a banner in place of the one of that name."""
        self.drop(name)
        banner.setObjectName(name)
        self.addWidget(banner)

    def drop(self, name: str) -> None:
        """Take a banner away."""
        for place in range(self.count()):
            item = self.itemAt(place)
            widget = item.widget() if item else None
            if widget is not None and widget.objectName() == name:
                widget.hide()
                self.removeWidget(widget)
                widget.deleteLater()
                return
