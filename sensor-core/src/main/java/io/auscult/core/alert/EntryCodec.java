package io.auscult.core.alert;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Alerts and incidents as bytes, for the journal. One thread, reused.
 * <pre>
 *   record = form (1 byte: 1 an alert, 2 an incident), then members until the end
 *   member = tag (1 byte), length (4 bytes), content
 *   content = UTF-8 text | 8-byte number | members of a nested record | elements, each (length, content)
 * </pre>
 * Numbers are big-endian. What is absent has no member. A member with an unknown tag, written by a later release, is skipped, so
 * releases may add members, never change one; a new form is only for what an old reader must not read.
 */
final class EntryCodec {
    private static final byte ALERT = 1, INCIDENT = 2;

    private final MemberWriter out = new MemberWriter();

    /** The entry as bytes, to be read before the next call; position 0, limit at the end. */
    ByteBuffer encode(JournalEntry entry) {
        switch (entry) {
            case Alert alert -> {
                out.start(ALERT);
                AlertCodec.write(out, alert);
            }
            case Incident incident -> {
                out.start(INCIDENT);
                IncidentCodec.write(out, incident);
            }
        }
        return out.finished();
    }

    private static boolean isAlert(ByteBuffer in) {
        return in.hasRemaining() && in.get(in.position()) == ALERT;
    }

    /** Its {@link JournalEntry#key} alone. @throws CorruptAlertException when these bytes are no entry */
    static String key(ByteBuffer in) {
        boolean isAlert = isAlert(in);
        Members members = members(in);
        String id = members.text(AlertCodec.ID);
        return isAlert ? id : id + "/" + members.number(IncidentCodec.ALERTS);
    }

    /** @throws CorruptAlertException when these bytes are no entry of a form that is known */
    static JournalEntry decode(ByteBuffer in) {
        boolean isAlert = isAlert(in);
        Members members = members(in);
        try {
            return isAlert ? AlertCodec.read(members) : IncidentCodec.read(members);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new CorruptAlertException("journal: unreadable (expected: what this codec wrote)", e);
        }
    }

    private static Members members(ByteBuffer in) {
        if (!in.hasRemaining() || in.get(in.position()) != ALERT && in.get(in.position()) != INCIDENT) {
            throw new CorruptAlertException("journal: form (expected: " + ALERT + " or " + INCIDENT + ")", null);
        }
        try {
            return new Members(in.slice(in.position() + 1, in.remaining() - 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new CorruptAlertException("journal: cut (expected: whole members)", e);
        }
    }
}
