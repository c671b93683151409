package io.auscult.core.protocol.ldap;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.List;

/**
 * LDAP, RFC 4511, over TCP and over UDP (CLDAP, [MS-ADTS] 6.3.3): cuts the stream into messages, through the signatures of a SASL security
 * layer, and gives them to {@link LdapMessages}. Entries of results are counted, not kept. After a gap it goes on at the next message.
 */
public final class LdapParser implements ProtocolParser {
    static final EventType LDAP_SASL = EventType.of(
            "ldap_sasl", "What the security layer of a SASL bind signed or sealed, when the connection ends.");
    static final Field MECHANISM = LDAP_SASL.text("mechanism", "SASL mechanism of the bind, when it was seen.");
    static final Field ORIG_SEALED = LDAP_SASL.count("orig_sealed", "Sealed buffers from the client.");
    static final Field ORIG_SEALED_BYTES = LDAP_SASL.count("orig_sealed_bytes", "Bytes in them.");
    static final Field RESP_SEALED = LDAP_SASL.count("resp_sealed", "Sealed buffers from the server.");
    static final Field RESP_SEALED_BYTES = LDAP_SASL.count("resp_sealed_bytes", "Bytes in them.");
    static final Field ORIG_SIGNED =
            LDAP_SASL.count("orig_signed", "Buffers from the client that were only signed, and read.");
    static final Field RESP_SIGNED =
            LDAP_SASL.count("resp_signed", "Buffers from the server that were only signed, and read.");

    public static final Protocol PROTOCOL = new Protocol(
            "ldap",
            true,
            true,
            List.of(LdapProbe.PORT, LdapProbe.GLOBAL_CATALOG_PORT),
            LdapProbe::probe,
            LdapParser::new,
            List.of(
                    LdapOperation.LDAP,
                    LdapOperation.LDAP_SEARCH,
                    LDAP_SASL,
                    IdentityUse.IDENTITY,
                    HostNames.HOST_NAME));

    /** Longer messages are not read but for their kind. */
    static final int MAX_MESSAGE = 1 << 16;

    private static final int MIN_MESSAGE = 7; // bytes: an unbind
    private static final int MAX_HEAD = 32; // bytes of a message that suffice to tell id and operation
    private static final int MAX_LOST = 1 << 20; // bytes searched for the next message after a gap
    private static final int TLS_HANDSHAKE = 0x1603; // record type and first byte of the version

    private static final String TCP = "ldap_tcp"; // Zeek's names
    private static final String UDP = "ldap_udp";

    private final LdapMessages messages = new LdapMessages();
    private final SaslLayer[] layer = {new SaslLayer(), new SaslLayer()};
    private final Ber ber = new Ber();
    private final long[] skip = new long[2]; // bytes left of a message that is not read
    private final boolean[] skipSigned = new boolean[2]; // ... which lies in signed buffers
    private final boolean[] lost = new boolean[2];
    private final long[] searched = new long[2];
    private boolean confirmed;
    private boolean reported;

    @Override
    public int kept() {
        return messages.kept();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        int at = 0;
        if (in.isDatagram()) {
            forget(d);
        }
        while (at < in.length()) {
            boolean wasLost = lost[d];
            int next = wasLost ? search(in, at, d) : onBytes(in, at, d, out);
            if (next < 0) {
                return next;
            }
            boolean stop = next == at && lost[d] == wasLost || in.isHandedOver();
            at = next;
            if (stop) {
                break;
            }
        }
        return in.isDatagram() ? in.length() : at;
    }

    private int onBytes(StreamView in, int at, int d, EventWriter out) {
        SaslLayer sasl = layer[d];
        if (sasl.opaque > 0) {
            int size = (int) Math.min(sasl.opaque, in.length() - at);
            sasl.opaque -= size;
            return at + size;
        }
        if (skip[d] > 0 && (sasl.readable > 0 || !skipSigned[d])) {
            return at + skipped(d, sasl, in.length() - at);
        }
        if (sasl.readable == 0) {
            if (in.u8(at) == Ber.SEQUENCE) {
                skip[d] = 0;
            } else if (in.u8(at) == TLS_HANDSHAKE >> 8 && !in.isDatagram()) {
                return onTls(in, at, out);
            } else {
                int head = in.isDatagram() ? SaslLayer.NONE : sasl.open(in, at);
                if (head > 0 && !confirmed) {
                    confirm(in);
                }
                return head < 0 ? violation(in, at, out) : at + head;
            }
        }
        return onMessage(in, at, d, out);
    }

    private int skipped(int d, SaslLayer sasl, int available) {
        long most = sasl.readable > 0 ? Math.min(sasl.readable, available) : available;
        int size = (int) Math.min(skip[d], most);
        skip[d] -= size;
        if (sasl.readable > 0) {
            sasl.eat(size);
        }
        return size;
    }

    /** A client that does not wait for the answer to StartTLS, or an answer that was not seen. */
    private int onTls(StreamView in, int at, EventWriter out) {
        if (in.length() - at < 2) {
            return at;
        }
        if (in.u16(at) != TLS_HANDSHAKE || !confirmed) {
            return violation(in, at, out);
        }
        in.handOver();
        return at;
    }

    private int onMessage(StreamView in, int at, int d, EventWriter out) {
        SaslLayer sasl = layer[d];
        boolean signed = sasl.readable > 0;
        long room = signed ? sasl.readable : Long.MAX_VALUE;
        if (in.u8(at) != Ber.SEQUENCE || room < MIN_MESSAGE) {
            return onNoMessage(in, at, d, out);
        }
        if (in.length() - at < MIN_MESSAGE) {
            return at;
        }
        long size = Ber.frame(in, at);
        if (size < MIN_MESSAGE || size > room && room < MAX_HEAD) {
            return onNoMessage(in, at, d, out);
        }
        int head = (int) Math.min(size, MAX_HEAD);
        if (in.length() - at < head) {
            return at;
        }
        boolean isEntry = messages.isEntry(in, at, head);
        boolean isRead = size <= MAX_MESSAGE && size <= room && (!isEntry || in.isDatagram());
        if (isRead) {
            return in.length() - at < size ? at : onWhole(in, at, (int) size, out);
        }
        if (!messages.onHead(in, at, head, out)) {
            return violation(in, at, out);
        }
        confirm(in);
        if (size > MAX_MESSAGE && !isEntry) {
            report(Anomaly.LDAP_MESSAGE_LIMIT, out);
        }
        skip[d] = size;
        skipSigned[d] = signed;
        return at + skipped(d, sasl, in.length() - at);
    }

    /** In a signed buffer it is padding. */
    private int onNoMessage(StreamView in, int at, int d, EventWriter out) {
        if (layer[d].readable == 0) {
            return violation(in, at, out);
        }
        layer[d].close();
        return onBytes(in, at, d, out);
    }

    private int onWhole(StreamView in, int at, int size, EventWriter out) {
        int d = in.direction().ordinal();
        if (LdapProbe.isMessage(in, at, at + size)) {
            confirm(in); // before what it carries is
        }
        if (!messages.onMessage(ber.over(in, at, size), in, out)) {
            return violation(in, at, out);
        }
        if (layer[d].readable > 0) {
            layer[d].eat(size);
        }
        if (messages.wantsTls() && !in.isDatagram()) {
            in.handOver();
        }
        return at + size;
    }

    private void confirm(StreamView in) {
        if (!confirmed) {
            confirmed = true;
            in.confirm(in.isDatagram() ? UDP : TCP);
        }
    }

    /** What was LDAP so far breaks its rules: it may go on at a later message. */
    private int violation(StreamView in, int at, EventWriter out) {
        if (!confirmed) {
            return REJECT;
        }
        int d = in.direction().ordinal();
        report(Anomaly.PROTOCOL_VIOLATION, out);
        forget(d);
        lost[d] = true;
        return at + 1;
    }

    /** What was begun in this direction does not go on. */
    private void forget(int d) {
        layer[d].opaque = 0;
        layer[d].readable = 0;
        skip[d] = 0;
        lost[d] = false;
    }

    private void report(Anomaly anomaly, EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(anomaly, "ldap");
        }
    }

    /** After a gap: the next place where a message begins. */
    private int search(StreamView in, int from, int d) {
        for (int at = in.indexOf(Ber.SEQUENCE, from, in.length());
                at >= 0 && at + MAX_HEAD <= in.length();
                at = in.indexOf(Ber.SEQUENCE, at + 1, in.length())) {
            if (LdapProbe.isMessage(in, at, at + MAX_HEAD)) {
                lost[d] = false;
                searched[d] = 0;
                return at;
            }
        }
        int left = Math.max(from, in.length() - MAX_HEAD + 1);
        searched[d] += left - from;
        return searched[d] > MAX_LOST ? DONE : left;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        int d = direction.ordinal();
        if (length <= layer[d].opaque) {
            layer[d].opaque -= length;
        } else if (length <= skip[d] && layer[d].readable == 0 && !skipSigned[d]) {
            skip[d] -= length;
        } else {
            forget(d);
            lost[d] = true;
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        messages.onEnd(out);
        if (layer[0].wasUsed() || layer[1].wasUsed()) {
            out.begin(LDAP_SASL);
            if (messages.mechanism().length() > 0) {
                messages.mechanism().to(out, MECHANISM);
            }
            out.set(ORIG_SEALED, layer[0].sealedMessages);
            out.set(ORIG_SEALED_BYTES, layer[0].sealedBytes);
            out.set(RESP_SEALED, layer[1].sealedMessages);
            out.set(RESP_SEALED_BYTES, layer[1].sealedBytes);
            out.set(ORIG_SIGNED, layer[0].signedMessages);
            out.set(RESP_SIGNED, layer[1].signedMessages);
            out.end();
        }
    }

    @Override
    public void reset() {
        messages.reset();
        for (int d = 0; d < 2; d++) {
            layer[d].reset();
            skip[d] = 0;
            skipSigned[d] = false;
            lost[d] = false;
            searched[d] = 0;
        }
        confirmed = false;
        reported = false;
    }
}
