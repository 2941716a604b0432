"""The verbs of letters: draft, change, send, discard; and the file of a sent one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import IntegerField, Max, Q
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from clearinghouse.access import SYSTEM
from clearinghouse.audit.record import record
from clearinghouse.core import clock
from clearinghouse.core.errors import RuleBroken, Stale
from clearinghouse.letters import events, names, permissions, workflow
from clearinghouse.letters.enums import LetterStatus
from clearinghouse.letters.models import Letter
from clearinghouse.letters.selectors import document_kind_for
from clearinghouse.letters.sheet import digest, sheet_of
from clearinghouse.letters.texts import TABLE
from clearinghouse.letters.wording import Words, standard_words
from clearinghouse.parties.models import Party
from clearinghouse.workflow.advance import advance


def draft(
    kind: str,
    *,
    addressee: Party,
    about: UUID,
    key: str,
    reference: str,
    facts: Mapping[str, Any],
    case: UUID | None = None,
    is_automatic: bool = False,
    is_rehearsal: bool = False,
) -> Letter:
    """Write a letter from the facts of a case, in the addressee's language and form; `reference` is the case's.

    The same key again returns the same letter. While it is a draft it follows new facts, unless a person has
    changed its words: then only the facts are renewed, and the desk sees that the record moved on.
    """
    with transaction.atomic():
        existing = Letter.objects.select_for_update(of=("self",)).filter(key=key).first()
        if existing is not None:
            return _follow(existing, facts)
        addressee_class = names.addressee_class(addressee)
        letter = Letter(
            key=key,
            kind=kind,
            document_kind=document_kind_for(addressee_class),
            addressee=addressee,
            addressee_class=addressee_class,
            language=addressee.correspondence_language,
            about=about,
            case=case,
            case_reference=reference,
            facts=dict(facts),
            is_automatic=is_automatic,
            is_rehearsal=is_rehearsal,
        )
        _put(letter, words_of_record(letter))
        try:
            with transaction.atomic():
                letter.save(force_insert=True)
        except IntegrityError:  # somebody drafted it at the same moment
            return Letter.objects.get(key=key)
        if not is_automatic:  # that one is sent in the next moment, which is recorded
            record(events.LETTER_DRAFTED, by=SYSTEM, about=letter, data={"kind": kind})
    return letter


def draft_again(kind: str, *, key: str, facts: Mapping[str, Any], **options: Any) -> Letter:
    """Draft a letter that may follow an earlier one: the waiting draft follows the facts; where the last one was
    sent or discarded, new facts make the next one, the same facts none."""
    earlier = Letter.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    last = earlier.order_by("created_at").last()
    if last is None:
        return draft(kind, key=key, facts=facts, **options)
    if last.status == LetterStatus.DRAFT:
        return draft(kind, key=last.key, facts=facts, **options)
    if last.facts == dict(facts):
        return last
    return draft(kind, key=f"{key}:{earlier.count() + 1}", facts=facts, **options)


def set_aside(key: str) -> None:
    """Discard the waiting draft whose reason has gone; when the reason comes back, `draft_again` writes the next."""
    with transaction.atomic():
        found = Letter.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
        drafts = found.filter(status=LetterStatus.DRAFT).select_for_update(of=("self",))
        for letter in drafts:
            letter.facts = {**letter.facts, "needs": []}
            letter.save(update_fields=["facts", "updated_at"])
            discard(letter, by=SYSTEM)


def send_at_once(kind: str, *, addressee: Party, key: str, **options: Any) -> Letter:
    """Draft a letter and keep it as sent in the same transaction: what a step of the procedure sends by itself.

    Queues no mail: the step has its own. The same key again changes nothing.
    """
    with transaction.atomic():
        letter = draft(kind, addressee=addressee, key=key, is_automatic=True, **options)
        return send(letter, by=SYSTEM) if letter.status == LetterStatus.DRAFT else letter


def send(letter: Letter, *, by: Any, note: str = "", edition: int | None = None) -> Letter:
    """Send: number, the whole letter frozen with its hash, audit, and a mail to the addressee's people.

    `edition` is the one that the person read: Stale when somebody changed the words since.
    """
    permissions.check_can_send(by, letter)
    with transaction.atomic():
        locked = _locked(letter, edition=edition)
        if locked.status != LetterStatus.DRAFT:
            raise Stale(_("This letter is no draft any more. Load the page again."))
        now = clock.now()
        reference = _next_reference(locked, year=now.astimezone(clock.NEW_YORK).year)
        content = sheet_of(locked, at=now, reference=reference)
        advance(
            letter,
            workflow.SEND,
            by=by,
            note=note,
            # What a step sends by itself would repeat the step in the case's history, once an addressee.
            case=None if letter.is_automatic else letter.case,
            reference=reference,
            sent_at=now,
            sent_by=None if by is SYSTEM else by,
            content=content,
            sha256=digest(content),
        )
    return letter


def discard(letter: Letter, *, by: Any, note: str = "") -> Letter:
    """Put a draft aside; it can be taken up again, and is not drafted anew."""
    advance(letter, workflow.DISCARD, by=by, note=note)
    return letter


def restore(letter: Letter, *, by: Any, note: str = "") -> Letter:
    """Take a discarded draft up again."""
    advance(letter, workflow.RESTORE, by=by, note=note)
    return letter


def change_words(
    letter: Letter,
    *,
    by: Any,
    edition: int,
    subject: str,
    salutation: str,
    paragraphs: Sequence[str],
    closing: str,
) -> Letter:
    """Keep the words of a draft as a person wrote them; Stale when somebody else changed it meanwhile."""
    kept = [paragraph for each in paragraphs if (paragraph := each.strip())]
    if not kept or not subject.strip():
        raise RuleBroken(_("A letter needs a subject and at least one paragraph."))
    words = Words(subject.strip(), salutation.strip(), kept, closing.strip())
    return _rewrite(letter, by=by, edition=edition, words=words)


def set_form(letter: Letter, *, by: Any, edition: int, language: str, document_kind: str) -> Letter:
    """Write a draft anew in another language or form; words that a person changed are lost, and it is audited."""
    changed = {"language": language, "document_kind": document_kind}
    return _rewrite(letter, by=by, edition=edition, words=None, **changed)


def write_anew(letter: Letter, *, by: Any, edition: int) -> Letter:
    """Replace the words of a draft by the standard ones, from the record as it stands now."""
    return _rewrite(letter, by=by, edition=edition, words=None)


def words_of_record(letter: Letter) -> Words:
    """Return the standard words for the letter's facts, in its language and form."""
    return standard_words(
        letter.kind,
        document_kind=letter.document_kind,
        language=letter.language,
        addressee=letter.addressee,
        case_reference=letter.case_reference,
        facts=letter.facts,
    )


def has_table(letter: Letter) -> bool:
    """Whether the table of answers stands in the letter."""
    return TABLE in letter.paragraphs


def _follow(letter: Letter, facts: Mapping[str, Any]) -> Letter:
    if letter.status != LetterStatus.DRAFT or letter.facts == dict(facts):
        return letter
    letter.facts = dict(facts)
    if letter.edited_at is None:
        _put(letter, words_of_record(letter))
    letter.edition += 1
    letter.save()
    return letter


def _rewrite(
    letter: Letter, *, by: Any, edition: int, words: Words | None, **fields: str
) -> Letter:
    permissions.check_can_write(by)
    with transaction.atomic():
        locked = _locked(letter, edition=edition)
        if locked.status != LetterStatus.DRAFT:
            raise Stale(_("Only a draft can be changed. Load the page again to see what was sent."))
        for name, value in fields.items():
            setattr(locked, name, value)
        _put(locked, words or words_of_record(locked))
        locked.edited_at, locked.edited_by = (clock.now(), by) if words else (None, None)
        locked.edition += 1
        locked.save()
        data = {"edition": locked.edition, **fields}
        record(events.LETTER_CHANGED, by=by, about=locked, data=data)
    return locked


def _locked(letter: Letter, *, edition: int | None) -> Letter:
    locked = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if edition is not None and locked.edition != edition:
        raise Stale(
            _(
                "The letter was changed after you opened it. Read its present words before you go on."
            )
        )
    return locked


def _put(letter: Letter, words: Words) -> None:
    for name, value in words.as_fields().items():
        setattr(letter, name, value)


def _next_reference(letter: Letter, *, year: int) -> str:
    """Next number of the year in New York, without gaps; rehearsals count in a series of their own."""
    prefix = f"{'LR' if letter.is_rehearsal else 'L'}/{year}/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [prefix])
    last = Letter.objects.filter(reference__startswith=prefix).aggregate(
        # Every provider of every request gets one: four digits can be too few for a year.
        last=Max(Cast(Substr("reference", len(prefix) + 1), IntegerField()))
    )["last"]
    return f"{prefix}{(last or 0) + 1:04d}"
