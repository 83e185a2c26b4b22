"""SA102: an instruction that destroys data without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_LOSES = lookout(
    "factory erase format formatting wipe reinstall re-install clean_install delete_all delete_every delete_the delete_your delete_this delete_data"
    " reset_this reset_the reset_your reset_windows clear_storage clear_the clear_app clear_all remove_everything",
    "сброс сбросьте заводск форматир отформатир стереть сотрите удалите переустанов 恢复出厂 出厂设置 格式化 抹掉 清除 删除 重装",
    r"""\bfactory[\ -]+(?:reset|settings|defaults|data\ +reset)\b | \breset\ +(?:this\ +pc|the\ +(?:pc|computer|phone|tablet|laptop|device|iphone
      |ipad|mac)\b(?!'s)|your\ +(?:pc|computer|phone|tablet|laptop|device)\b|windows\b)
    | \berase\ +(?:all|everything|the|your|this|it)\b | \berase\ +\*\*? | \berase\ all\ content
    | \bwipe\ +(?:(?:all|the|your|this)\ +(?:[\w-]+\ +){0,2}?(?:data|disk|drive|partition|storage|phone|tablet|computer|pc|laptop|device|system)
      |everything)\b(?![^.]{0,40}\b(?:cloth|tissue|towel|swab|sponge|dry|clean)\b)
    | \bformat(?:ting)?\ +(?:(?:the|your|this)\ +)?(?:[\w-]+\ +){0,2}?(?:drive|disk|partition|volume|stick|sd\ +card|memory\ +card|phone|tablet
      |c:)
    | \b(?:re-?install|clean\ +install(?:ation)?\ +of)\ +(?:windows|macos|the\ +(?:operating\ +)?system|your\ +system|linux|android)\b
    | \bdelete\ +(?:all|every|the|your|this)\ +(?:[\w-]+\ +){0,2}?(?:partitions?|volumes?|user\ +profile|profile|user\ +account|account
      |photos|files|documents|messages|mailbox|e-?mails|data|everything|library|backups?)\b
    | \b(?:clear|delete)\ +(?:the\ +)?(?:app\ +)?(?:storage|all\ +data|app\ +data)\b | \bremove\ +everything\b
    | \bсброс\w*\ +(?:до|к|на|всех)?\ *(?:заводск|настроек\ +к\ +заводск)\w* | \bсбросьте\ +(?:телефон|устройство|компьютер|планшет|ноутбук
      |настройки\ +до\ +заводских)
    | \b(?:от)?форматир(?:уйте|овать|ование)\w* | \b(?:сотрите|стереть)\ +(?:все|весь|диск|данные)\w* | \bпереустанов(?:ите
      |ка)\ +(?:windows|систем|macos)\w*
    | \bудалите\ +(?:все|раздел|профиль|учётную\ +запись|учетную\ +запись|данные|файлы|фотографии)\w*
    | 恢复出厂(?:设置)? | 格式化 | 抹掉(?:所有|全部)?
    | (?:清除|删除)(?:所有|全部|用户)?(?:数据|内容|文件|照片|分区|账户|存储空间) | 重[装新]安?装?(?:系统|Windows|操作系统)""",
)


class DataLoss(TreeRule):
    """An instruction destroys data without a warning.

    Finds instructions that reset to factory settings, erase, format, reinstall the system, or delete files, profiles or accounts, and that have no
    `risk`; also in Russian and Chinese.

    Why: the warning stands before the actions, where it is read in time. A customer who loses the photos of ten years has a worse problem than
    the one that brought them here.

    Example:
        reset:
          instruction: Reset the tablet to factory settings
          actions: [Open the settings, Choose to reset]
          not_fixed: end

    Use instead:
        reset:
          instruction: Reset the tablet to factory settings
          risk: {says: Everything on the tablet is erased., detail: "If your photos are not copied, choose \\"I can't do this\\"."}
          actions: [Open the settings, Choose to reset]
          not_fixed: end
    """

    code = "SA102"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_LOSES, subject):
            yield inside(text, match, f"“{match[0]}” destroys data, and nothing warns of it", "say in a `risk` what is lost, and what to copy first")
