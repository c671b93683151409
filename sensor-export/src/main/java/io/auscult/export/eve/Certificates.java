package io.auscult.export.eve;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.util.Arrays;

/**
 * What the responder's certificate said, kept as JSON until the handshake of its connection is told. The newest {@value #SLOTS} or fewer: one that
 * falls on another's place takes it, and that handshake is told without. One thread.
 */
final class Certificates implements Part {
    private static final int SLOTS = 4096; // a power of two
    private static final int MAX_LENGTH = 4096; // bytes of JSON of one; a longer one is not kept

    private static final Key SUBJECT = new Key("subject");
    private static final Key ISSUER = new Key("issuerdn");
    private static final Key SERIAL = new Key("serial");
    private static final Key NOT_BEFORE = new Key("notbefore");
    private static final Key NOT_AFTER = new Key("notafter");
    private static final int TO_SECONDS = "\"2026-01-31T08:15:00".length();

    private final long[] uids = new long[SLOTS];
    private final byte[][] texts = new byte[SLOTS][];
    private final int[] lengths = new int[SLOTS];
    private final JsonLine draft = new JsonLine(1 << 10);

    /** Remembers, and writes nothing. */
    Shape shape(Members m) {
        Field subject = m.field("certificate.subject");
        Field issuer = m.field("certificate.issuer");
        Field serial = m.field("certificate.serial");
        Field notBefore = m.field("certificate.not_valid_before");
        Field notAfter = m.field("certificate.not_valid_after");
        Field isHosts = m.field("host_cert");
        Part alternatives = m.texts("subjectaltname", "san.dns");
        return new Shape(
                EveType.TLS,
                event -> {
                    if (event.flag(isHosts)) {
                        draft.length(0);
                        text(SUBJECT, event, subject);
                        text(ISSUER, event, issuer);
                        colons(event, serial);
                        time(NOT_BEFORE, event, notBefore);
                        time(NOT_AFTER, event, notAfter);
                        alternatives.write(draft, event);
                        keep(event.uid());
                    }
                    return false;
                },
                Event::timestampNs,
                Members.NOTHING,
                Members.NOTHING);
    }

    private void text(Key key, Event event, Field field) {
        if (event.length(field) > 0) {
            draft.key(key).text(event.bytes(), event.offset(field), event.length(field));
        }
    }

    /** As Suricata prints a serial number: its octets with colons between them. */
    private void colons(Event event, Field serial) {
        int length = event.length(serial);
        if (length == 0) {
            return;
        }
        byte[] digits = new byte[length + (length + 1) / 2]; // once in a connection
        int at = 0;
        for (int i = 0; i < length; i++) {
            if (i > 0 && (length - i) % 2 == 0) {
                digits[at++] = ':';
            }
            digits[at++] = event.bytes()[event.offset(serial) + i];
        }
        draft.key(SERIAL).text(digits, 0, at);
    }

    /** To the second and without a zone, as Suricata prints these. */
    private void time(Key key, Event event, Field field) {
        if (!event.has(field)) {
            return;
        }
        int begin = draft.key(key).length();
        draft.isoTime(event.number(field), "");
        draft.bytes()[begin + TO_SECONDS] = '"';
        draft.length(begin + TO_SECONDS + 1);
    }

    private void keep(long uid) {
        int length = draft.length();
        int slot = slot(uid);
        if (length > MAX_LENGTH) {
            return;
        }
        if (texts[slot] == null || texts[slot].length < length) {
            texts[slot] = Arrays.copyOf(draft.bytes(), length);
        } else {
            System.arraycopy(draft.bytes(), 0, texts[slot], 0, length);
        }
        uids[slot] = uid;
        lengths[slot] = length;
    }

    private static int slot(long uid) {
        return (int) (uid * 0x9E37_79B9_7F4A_7C15L >>> 52);
    }

    /** What is known of the certificate of an event's connection. */
    @Override
    public void write(JsonLine line, Event event) {
        int slot = slot(event.uid());
        if (uids[slot] == event.uid() && event.uid() != 0) {
            System.arraycopy(texts[slot], 0, line.room(line.length(), lengths[slot]), line.length(), lengths[slot]);
            line.length(line.length() + lengths[slot]);
        }
    }
}
