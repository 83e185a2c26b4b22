"""The live preview of authors: pages renew themselves when a tree is saved, or show what is wrong in its file. Never part of a real server."""

from webapp.preview.board import Board as Board
from webapp.preview.board import Shown as Shown
from webapp.preview.views import install as install
