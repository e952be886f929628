"""Functions in the database that say who the user is, and triggers that say what of a row stays as it is.

No function runs with the rights of its owner, and each fixes where it finds names, so that nobody's objects
can take the place of those that are meant.
"""

from __future__ import annotations

from typing import LiteralString

VERSION = 1
"""The version of the functions, policies and grants.

Older ones are renewed when the owner opens the library.
"""

VERSION_FUNCTION = "version_of_rights"

FUNCTIONS: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("version_of_rights() RETURNS integer LANGUAGE sql IMMUTABLE", "SELECT 1"),
    (
        "is_owner() RETURNS boolean LANGUAGE sql STABLE",
        """SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
        WHERE oid = {library}::regclass""",
    ),
    (
        # The name that the user signs with; NULL for one who is not in the team any more.
        "member_of_user() RETURNS text LANGUAGE sql STABLE",
        """SELECT m.body->>'member' FROM {schema}.rights r JOIN {schema}.documents m
        ON m.kind = 'members' AND m.body->>'member' = r.member WHERE r.role = current_user LIMIT 1""",
    ),
    (
        # What the user is: owner, manager, adjudicator or coder; NULL for a stranger.
        "right_of_user() RETURNS text LANGUAGE sql STABLE",
        """SELECT CASE WHEN {schema}.is_owner() THEN 'owner' ELSE (
            SELECT coalesce(m.body->>'role', 'coder') FROM {schema}.rights r JOIN {schema}.documents m
            ON m.kind = 'members' AND m.body->>'member' = r.member WHERE r.role = current_user LIMIT 1
        ) END""",
    ),
    (
        # Only what reading and annotating change may be changed in an article.
        "keep_article() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF NEW.article <> OLD.article OR NEW.text IS DISTINCT FROM OLD.text
                OR NEW.body - '{{rev,position,status}}'::text[]
                    <> OLD.body - '{{rev,position,status}}'::text[]
                OR coalesce(NEW.body->'rev' <> to_jsonb((OLD.body->>'rev')::bigint + 1), true)
                OR coalesce(NEW.body->'position', '0')::text !~ '^[0-9]{{1,12}}$'
                OR coalesce(NEW.body->>'status', 'unread') NOT IN ('unread', 'reading', 'read')
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: articles are changed by managers';
            END IF;
            RETURN NEW;
        END""",
    ),
    (
        "is_decision(decision jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE",
        """SELECT CASE jsonb_typeof(decision) WHEN 'null' THEN true
        WHEN 'object' THEN decision ?& '{{case,outcome,by,at}}'::text[]
            AND decision->>'outcome' IN ('taken', 'rejected', 'result')
            AND NOT EXISTS (
                SELECT 1 FROM jsonb_each(decision) f WHERE CASE
                    WHEN f.key IN ('case', 'outcome', 'by', 'at', 'reason')
                    THEN jsonb_typeof(f.value) <> 'string'
                    WHEN f.key IN ('coders', 'taken') THEN jsonb_typeof(f.value) <> 'array'
                        OR f.value @? '$[*] ? (@.type() != "string")'
                    ELSE false
                END
            )
        ELSE false END""",
    ),
    (
        # Whether the user may write a decision in the place of another one. Coders only take one away. What
        # adjudicators write is their own decision, the reason of another's, or another's that they had
        # replaced or taken away, when they undo that.
        "may_decide(after jsonb, before jsonb) RETURNS boolean LANGUAGE sql STABLE",
        """SELECT CASE
        WHEN coalesce(after, 'null') IN ('null', coalesce(before, 'null')) THEN true
        WHEN coalesce({schema}.right_of_user(), '') <> 'adjudicator' THEN false
        WHEN after->>'by' = {schema}.member_of_user() THEN true
        WHEN coalesce(before->>'by', {schema}.member_of_user()) <> {schema}.member_of_user()
        THEN after - 'reason' = before - 'reason'
        ELSE NOT EXISTS (
            SELECT 1 FROM {schema}.documents m WHERE m.kind = 'members'
            AND m.body->>'member' = after->>'by' AND coalesce(m.body->>'role', 'coder') = 'coder'
        ) END""",
    ),
    (
        # Whether a document can be read as an annotation: one that cannot would damage its article.
        "is_annotation(body jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE",
        """SELECT CASE WHEN jsonb_typeof(body) <> 'object' THEN false
        ELSE body ?& '{{id,start,end,exact,prefix,suffix,created,modified}}'::text[] AND NOT EXISTS (
            SELECT 1 FROM jsonb_each(body) f WHERE CASE
                WHEN f.key IN ('start', 'end', 'rev') THEN f.value::text !~ '^[0-9]{{1,12}}$'
                WHEN f.key IN ('id', 'exact', 'prefix', 'suffix', 'created', 'modified', 'note', 'former')
                THEN jsonb_typeof(f.value) <> 'string'
                WHEN f.key = 'decision' THEN NOT {schema}.is_decision(f.value)
                WHEN f.key = 'orphan' THEN jsonb_typeof(f.value) <> 'boolean'
                WHEN f.key = 'kind' THEN coalesce(f.value #>> '{{}}', '') NOT IN (
                    'highlighting', 'tagging', 'commenting', 'questioning'
                )
                WHEN f.key = 'tags' THEN jsonb_typeof(f.value) <> 'array'
                    OR f.value @? '$[*] ? (@.type() != "string")'
                ELSE false
            END
        ) END""",
    ),
    (
        # Whether an annotation is on words of its article, or says that it has lost them. The positions in a
        # text with U+FDD0, which stands for characters that PostgreSQL does not keep, are others.
        "is_on_words(document jsonb, place text) RETURNS boolean LANGUAGE plpgsql STABLE",
        """DECLARE
            words text;
            first bigint := (document->>'start')::bigint;
            after bigint := (document->>'end')::bigint;
        BEGIN
            IF document->'orphan' = 'true' THEN RETURN true; END IF;
            SELECT a.text INTO words FROM {schema}.articles a WHERE a.article = place;
            IF words IS NULL OR first >= after OR after > char_length(words) * 2 THEN RETURN false; END IF;
            IF strpos(words, chr(64976)) > 0 THEN RETURN true; END IF;
            RETURN after <= char_length(words)
                AND substr(words, first::integer + 1, (after - first)::integer) = document->>'exact';
        END""",
    ),
    (
        "keep_annotation() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF NOT {schema}.is_annotation(NEW.body)
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: this is no annotation';
            END IF;
            IF TG_OP = 'INSERT' OR (NEW.body->'start', NEW.body->'end', NEW.body->'exact', NEW.body->'orphan')
                IS DISTINCT FROM (OLD.body->'start', OLD.body->'end', OLD.body->'exact', OLD.body->'orphan')
            THEN
                IF NOT {schema}.is_on_words(NEW.body, NEW.article) THEN
                    RAISE insufficient_privilege USING MESSAGE = 'pizhu: these are no words of the article';
                END IF;
            END IF;
            IF NOT {schema}.may_decide(
                NEW.body->'decision', CASE TG_OP WHEN 'UPDATE' THEN OLD.body->'decision' END
            ) THEN
                RAISE insufficient_privilege USING MESSAGE = 'pizhu: others have decided, or have not';
            END IF;
            IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
            IF NEW.body->>'creator' IS DISTINCT FROM OLD.body->>'creator'
                OR NEW.body->>'id' IS DISTINCT FROM OLD.body->>'id'
                OR NEW.article <> OLD.article OR NEW.document <> OLD.document
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: who made an annotation stays';
            END IF;
            IF OLD.signer IS DISTINCT FROM {schema}.member_of_user()
                AND OLD.body - '{{decision,rev}}'::text[] <> NEW.body - '{{decision,rev}}'::text[]
                AND coalesce(OLD.body #>> '{{decision,outcome}}', '') <> 'result'
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: this is an annotation of somebody else';
            END IF;
            IF NEW.body #>> '{{decision,outcome}}' = 'result'
                AND OLD.body #>> '{{decision,outcome}}' IS DISTINCT FROM 'result'
                AND EXISTS (
                    SELECT 1 FROM {schema}.documents m
                    WHERE m.kind = 'members' AND m.body->>'member' = OLD.signer
                )
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: what a member has marked is no result';
            END IF;
            RETURN NEW;
        END""",
    ),
    (
        # A coder says that their own work is done, an adjudicator what has been decided, which is not so any
        # more when a coder of the article changes what they have marked. When it was done
        # first, so that the coder saw what others had marked, stays whatever the coder does.
        "keep_assignment() RETURNS trigger LANGUAGE plpgsql",
        """DECLARE
            what text := {schema}.right_of_user();
            is_own boolean := OLD.body->>'coder' = {schema}.member_of_user();
            kept jsonb := OLD.body;
            first text;
        BEGIN
            IF what IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF OLD.kind = 'assignments' AND NEW.kind = OLD.kind AND NEW.document = OLD.document THEN
                IF what = 'adjudicator' OR coalesce(NEW.body->>'adjudicated', '') = '' AND EXISTS (
                    SELECT 1 FROM {schema}.documents d WHERE d.kind = 'assignments'
                    AND d.body->>'article' = OLD.body->>'article'
                    AND d.body->>'round' = OLD.body->>'round'
                    AND d.body->>'coder' = {schema}.member_of_user()
                ) THEN
                    kept := kept - 'adjudicated';
                    IF NEW.body ? 'adjudicated' THEN
                        kept := kept || jsonb_build_object('adjudicated', NEW.body->>'adjudicated');
                    END IF;
                END IF;
                IF is_own AND coalesce(OLD.body->>'adjudicated', '') = '' THEN
                    first := coalesce(
                        nullif(OLD.body->>'seen', ''),
                        nullif(NEW.body->>'seen', ''),
                        nullif(NEW.body->>'done', '')
                    );
                    kept := kept - '{{done,seen}}'::text[];
                    IF NEW.body ? 'done' THEN
                        kept := kept || jsonb_build_object('done', NEW.body->>'done');
                    END IF;
                    NEW.body := NEW.body - 'seen';
                    IF first IS NOT NULL THEN
                        kept := kept || jsonb_build_object('seen', first);
                        NEW.body := NEW.body || jsonb_build_object('seen', first);
                    END IF;
                END IF;
                IF NEW.body = kept THEN RETURN NEW; END IF;
            END IF;
            RAISE insufficient_privilege USING MESSAGE = 'pizhu: the team is changed by managers';
        END""",
    ),
    (
        "keep_count() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() = 'owner' OR (NEW.number = OLD.number + 1 AND NEW.name = OLD.name
                AND NEW.program = OLD.program AND NEW.format = OLD.format AND NEW.token <> OLD.token)
            THEN RETURN NEW; END IF;
            RAISE insufficient_privilege USING MESSAGE = 'pizhu: a change counts as one';
        END""",
    ),
)
"""The beginning and the body of each function, in an order in which each knows those that it calls."""

TRIGGERS: tuple[tuple[str, LiteralString, str], ...] = (
    ("articles", "UPDATE", "keep_article"),
    ("annotations", "INSERT OR UPDATE", "keep_annotation"),
    ("documents", "UPDATE", "keep_assignment"),
    ("library", "UPDATE", "keep_count"),
)
"""Table, statements and function of each trigger, which runs for each row before it is written."""
