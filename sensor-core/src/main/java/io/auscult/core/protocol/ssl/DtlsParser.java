package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.identity.HostNames;
import java.util.List;

/**
 * DTLS 1.0 and 1.2 (RFC 6347), 1.3 (RFC 9147) and OpenSSL's form before the standard, up to where they are sealed: the same events as of TLS. In the messages of TURN it is
 * read as well. What else travels between the same ports (STUN, which is named, RTP; RFC 7983) is passed over; after {@link #MAX_OTHERS} such datagrams
 * without a hello, or {@link #MAX_DATAGRAMS} in all, nothing more is expected.
 * <pre>
 *  record  | type | version (2) | epoch (2) | sequence (6) | length (2) | messages or their fragments
 *  message | type | length (3) | number (2) | offset (3) | length of the fragment (3) |
 * </pre>
 */
public final class DtlsParser implements ProtocolParser {
    private static final List<Integer> PORTS = List.of(443, 4433, 5684, 5349);
    private static final String NAME = "dtls";
    private static final String STUN = "stun";

    public static final Protocol PROTOCOL = protocol(true);

    static final int RECORD_HEADER = 13; // bytes
    static final int MESSAGE_HEADER = 12; // bytes

    private static final int MAX_OTHERS = 64; // datagrams
    private static final int MAX_DATAGRAMS = 512; // without both sides being sealed

    private final SslExchange exchange;
    private final TurnMessage turn = new TurnMessage();
    private final DtlsFlight[] flights = {new DtlsFlight(), new DtlsFlight()};
    private final StreamView joined = new StreamView();
    private int others;
    private int datagrams;
    private boolean reported;

    /** @param ja4s whether JA4S is computed (its licence restricts use, see NOTICE) */
    public DtlsParser(boolean ja4s) {
        exchange = new SslExchange(true, ja4s);
        reset();
    }

    /** @param ja4s whether JA4S is computed */
    public static Protocol protocol(boolean ja4s) {
        return new Protocol(
                NAME,
                false,
                true,
                PORTS,
                DtlsProbe::probe,
                () -> new DtlsParser(ja4s),
                List.of(SslParser.SSL, SslParser.X509, FileStream.FILES, HostNames.HOST_NAME));
    }

    @Override
    public int kept() {
        return flights[0].kept() + flights[1].kept();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (DtlsProbe.isStun(in)) {
            in.confirm(STUN);
        }
        StreamView data = turn.carried(in);
        int eaten = onRecords(data, out);
        if (data.isConfirmed()) {
            in.confirm();
        }
        return eaten == DONE || isHopeless(eaten == 0) ? DONE : in.length();
    }

    /** @return bytes of records, 0 for what is no DTLS */
    private int onRecords(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        int at = 0;
        while (at < in.length()) {
            if (isSealed13(in, at)) {
                return onSealed(in, d, out);
            }
            if (!isRecord(in, at)) {
                break;
            }
            int length = in.u16(at + 11);
            int type = in.u8(at);
            boolean isSealed = in.u16(at + 3) > 0 || type == TlsCodes.WITH_CONNECTION_ID;
            if (isSealed && onSealed(in, d, out) == DONE) {
                return DONE;
            }
            if (!isSealed) {
                exchange.begin(out);
                if (type == TlsCodes.HANDSHAKE) {
                    readMessages(in, at + RECORD_HEADER, length, d, out);
                } else {
                    exchange.onRecord(in, type, at + RECORD_HEADER, length, d);
                }
            }
            at += RECORD_HEADER + length;
        }
        return at;
    }

    private boolean isHopeless(boolean isOther) {
        others += isOther ? 1 : 0;
        return others > MAX_OTHERS && !exchange.hasHello() || ++datagrams > MAX_DATAGRAMS;
    }

    private static boolean isRecord(StreamView in, int at) {
        return in.length() - at >= RECORD_HEADER
                && in.u8(at) >= TlsCodes.CHANGE_CIPHER_SPEC
                && in.u8(at) <= TlsCodes.WITH_CONNECTION_ID
                && DtlsProbe.isVersion(in.u16(at + 1))
                && in.u16(at + 11) <= in.length() - at - RECORD_HEADER;
    }

    /** The short header of sealed records, RFC 9147 section 4: 001CSLEE. */
    private boolean isSealed13(StreamView in, int at) {
        return (in.u8(at) & 0xE0) == 0x20 && TlsCodes.isTls13(exchange.session.version);
    }

    private int onSealed(StreamView in, int d, EventWriter out) {
        boolean wasSealed = exchange.isSealed();
        exchange.seal(d);
        if (!wasSealed && !(exchange.isSealed() && TlsCodes.isTls13(exchange.session.version))) {
            return in.length(); // what changes the keys may still be on its way
        }
        exchange.session.established = true;
        exchange.session.write(out);
        return DONE;
    }

    private void readMessages(StreamView in, int from, int size, int d, EventWriter out) {
        int at = from;
        int end = from + size;
        while (end - at >= MESSAGE_HEADER) {
            int fragment = in.u24(at + 9);
            int length = in.u24(at + 1);
            int offset = in.u24(at + 6);
            int body = at + MESSAGE_HEADER;
            if (fragment > end - body || offset + fragment > length) {
                report(out);
                return;
            }
            onFragment(in, body, in.u16(at + 4), in.u8(at), length, offset, fragment, d, out);
            at = body + fragment;
        }
    }

    private void onFragment(
            StreamView in, int at, int number, int type, int length, int offset, int size, int d, EventWriter out) {
        DtlsFlight flight = flights[d];
        boolean isWhole = size == length;
        if (flight.isAgain(number, type)) {
            if (isWhole) {
                exchange.session.addHandshakeToHistory(type, exchange.isClient(d));
            }
        } else if (isWhole) {
            flight.setRead(number, type);
            exchange.onMessage(in, type, at, length, d, out);
        } else if (length > DtlsMessage.MAX_BYTES) {
            report(out);
        } else if (size > 0) {
            DtlsMessage message = flight.add(in, at, number, type, length, offset, size);
            if (message != null) {
                flight.setRead(number, type);
                onJoined(in, message, type, length, d, out);
                message.clear();
            }
        }
    }

    private void onJoined(StreamView in, DtlsMessage message, int type, int length, int d, EventWriter out) {
        joined.wrap(message.bytes(), 0, length, in.direction(), true, in.connection())
                .storing(in.files());
        exchange.onMessage(joined, type, 0, length, d, out);
        if (joined.isConfirmed()) {
            in.confirm();
        }
    }

    private void report(EventWriter out) {
        if (!reported) {
            reported = true;
            out.weird(Anomaly.TLS_BAD_HANDSHAKE, NAME);
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        exchange.session.write(out);
    }

    @Override
    public void reset() {
        exchange.reset();
        flights[0].reset();
        flights[1].reset();
        others = 0;
        datagrams = 0;
        reported = false;
    }
}
