package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.identity.HostNames;
import java.util.List;

/**
 * TLS 1.0 to 1.3 and SSL 3 up to where they are sealed (RFC 8446, RFC 5246), and the hellos of SSL 2: one {@code ssl} event when the
 * handshake succeeded, or with what is known when the connection ends; an {@code x509} event for each certificate in the clear. After a
 * gap it goes on when the next data begins with a record.
 */
public final class SslParser implements ProtocolParser {
    public static final EventType SSL = SslSession.SSL;
    public static final EventType X509 = X509Writer.X509;

    private static final List<Integer> PORTS =
            List.of(443, 465, 563, 585, 614, 636, 853, 989, 990, 992, 993, 995, 5061, 5223, 5986, 8443);
    private static final String SOURCE = "ssl";

    public static final Protocol PROTOCOL = protocol(true);

    static final int RECORD_HEADER = 5; // bytes
    static final int MESSAGE_HEADER = 4; // bytes: type (1), length (3)
    static final int MAX_RECORD = (1 << 14) + 2048; // bytes, RFC 5246 section 6.2.3

    private final SslExchange exchange;
    private final SslSession session;
    private final HandshakeBuffer[] pieces = {new HandshakeBuffer(), new HandshakeBuffer()};
    private final StreamView assembled = new StreamView();
    private final boolean[] afterGap = new boolean[2];
    private final boolean[] lost = new boolean[2]; // what followed a gap was no record
    private boolean ssl2;
    private boolean reported;

    /** @param ja4s whether JA4S is computed (its licence restricts use, see NOTICE) */
    public SslParser(boolean ja4s) {
        exchange = new SslExchange(false, ja4s);
        session = exchange.session;
        reset();
    }

    /** @param ja4s whether JA4S is computed */
    public static Protocol protocol(boolean ja4s) {
        return new Protocol(
                SOURCE,
                true,
                false,
                PORTS,
                SslProbe::probe,
                () -> new SslParser(ja4s),
                List.of(SSL, X509, FileStream.FILES, HostNames.HOST_NAME));
    }

    @Override
    public int kept() {
        return pieces[0].length() + pieces[1].length();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        if (afterGap[d]) {
            if (in.length() < RECORD_HEADER) {
                return 0;
            }
            afterGap[d] = false;
            lost[d] = !isRecord(in);
        }
        if (lost[d]) {
            return in.length();
        }
        int at = 0;
        while (in.length() - at >= RECORD_HEADER) {
            int type = in.u8(at);
            if (Ssl2Hello.isRecord(in, at) && !exchange.isSealed(d) && (!session.hasClientHello || ssl2)) {
                int end = at + 2 + Ssl2Hello.length(in, at);
                if (end > in.length()) {
                    break;
                }
                if (onSsl2(in, at, end, d, out)) {
                    session.write(out);
                    return DONE;
                }
                at = end;
                continue;
            }
            int length = in.u16(at + 3);
            if (type < TlsCodes.CHANGE_CIPHER_SPEC
                    || type > TlsCodes.HEARTBEAT
                    || in.u8(at + 1) != 3 && !isDraft(in, at)
                    || length > MAX_RECORD) {
                return bad(out);
            }
            if (in.length() - at - RECORD_HEADER < length) {
                break;
            }
            exchange.begin(out);
            onRecord(in, type, at + RECORD_HEADER, length, d, out);
            if (session.established) {
                session.write(out);
                return DONE;
            }
            at += RECORD_HEADER + length;
        }
        return at;
    }

    private static boolean isDraft(StreamView in, int at) {
        return in.u8(at + 1) == 0x7F;
    }

    private int bad(EventWriter out) {
        report(Anomaly.TLS_BAD_RECORD, out);
        boolean known = exchange.hasHello();
        session.write(out);
        return known ? DONE : REJECT;
    }

    private void onRecord(StreamView in, int type, int at, int length, int d, EventWriter out) {
        if (exchange.isSealed()) {
            session.established = true;
            return;
        }
        if (type != TlsCodes.HANDSHAKE) {
            exchange.onRecord(in, type, at, length, d);
            session.established = type == TlsCodes.APPLICATION_DATA && exchange.isSealed();
        } else if (!exchange.isSealed(d)) {
            onHandshake(in, at, length, d, out);
        }
    }

    private void onHandshake(StreamView in, int from, int length, int d, EventWriter out) {
        HandshakeBuffer buffer = pieces[d];
        if (buffer.isEmpty()) {
            int eaten = readMessages(in, from, from + length, d, out);
            if (!buffer.append(in, eaten, from + length - eaten)) {
                report(Anomaly.TLS_BAD_HANDSHAKE, out);
            }
            return;
        }
        if (!buffer.append(in, from, length)) {
            report(Anomaly.TLS_BAD_HANDSHAKE, out);
            buffer.clear();
            return;
        }
        assembled
                .wrap(buffer.bytes(), 0, buffer.length(), in.direction(), false, in.connection())
                .storing(in.files());
        buffer.eat(readMessages(assembled, 0, buffer.length(), d, out));
        if (assembled.isConfirmed()) {
            in.confirm();
        }
    }

    /** @return place behind the last message that was whole */
    private int readMessages(StreamView in, int from, int end, int d, EventWriter out) {
        int at = from;
        while (end - at >= MESSAGE_HEADER && end - at - MESSAGE_HEADER >= in.u24(at + 1)) {
            int length = in.u24(at + 1);
            exchange.onMessage(in, in.u8(at), at + MESSAGE_HEADER, length, d, out);
            at += MESSAGE_HEADER + length;
        }
        return at;
    }

    /** @return whether nothing more is to be read */
    private boolean onSsl2(StreamView in, int at, int end, int d, EventWriter out) {
        exchange.begin(out);
        if (!session.hasClientHello) {
            if (Ssl2Hello.isClientHello(in, at, end)) {
                ssl2 = true;
                session.hasClientHello = true;
                exchange.learnClient(d);
                session.addToHistory('c', true);
                in.confirm();
            }
            return false;
        }
        if (!exchange.isClient(d) && Ssl2Hello.readServerHello(in, at, end, session)) {
            session.addToHistory('s', false);
            int certificate = Ssl2Hello.certificateLength(in, at, end);
            if (certificate > 0) {
                exchange.onCertificate(in, at + Ssl2Hello.SERVER_HEADER, certificate, out);
            }
            session.established = true;
        }
        return true;
    }

    /** Whether a record seems to begin here. */
    private static boolean isRecord(StreamView in) {
        return in.u8(0) >= TlsCodes.CHANGE_CIPHER_SPEC
                && in.u8(0) <= TlsCodes.APPLICATION_DATA
                && in.u8(1) == 3
                && in.u8(2) <= 4
                && in.u16(3) <= MAX_RECORD;
    }

    private void report(Anomaly anomaly, EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(anomaly, SOURCE);
        }
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        int d = direction.ordinal();
        pieces[d].clear();
        afterGap[d] = true;
        lost[d] = false;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        session.write(out);
    }

    @Override
    public void reset() {
        exchange.reset();
        for (int d = 0; d < 2; d++) {
            pieces[d].clear();
            afterGap[d] = false;
            lost[d] = false;
        }
        ssl2 = false;
        reported = false;
    }
}
