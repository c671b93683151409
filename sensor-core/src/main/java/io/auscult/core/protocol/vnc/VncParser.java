package io.auscult.core.protocol.vnc;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * RFB, RFC 6143 section 7: a conversation in turns, so one state for both directions. One {@code rfb} event when the desktop is shown, when
 * TLS begins, or at the end.
 */
public final class VncParser implements ProtocolParser {
    public static final EventType RFB = EventType.of("rfb", "How a VNC connection began.");
    static final Field CLIENT_MAJOR = RFB.text("client_major_version", "Version of the client, first part.");
    static final Field CLIENT_MINOR = RFB.text("client_minor_version", "Version of the client, second part.");
    static final Field SERVER_MAJOR = RFB.text("server_major_version", "Version of the server, first part.");
    static final Field SERVER_MINOR = RFB.text("server_minor_version", "Version of the server, second part.");
    static final Field AUTHENTICATION_METHOD = RFB.text("authentication_method", "How the client proves itself.");
    static final Field AUTH = RFB.bool("auth", "Whether the server accepted it.");
    static final Field SHARE_FLAG = RFB.bool("share_flag", "Whether the client lets others watch too.");
    static final Field DESKTOP_NAME = RFB.text("desktop_name", "Name of the desktop.");
    static final Field WIDTH = RFB.count("width", "Its width, pixels.");
    static final Field HEIGHT = RFB.count("height", "Its height, pixels.");
    static final Field FAILURE_REASON = RFB.text("failure_reason", "What the server said when it refused.");

    private static final int PORT = 5900;

    public static final Protocol PROTOCOL = new Protocol(
            "rfb", true, false, List.of(PORT), VncParser::probe, VncParser::new, List.of(RFB, IdentityUse.IDENTITY));

    private static final CodeNames TYPES = CodeNames.load(VncParser.class, "security-types.tsv", "unknown-");
    private static final byte[] MAGIC = "RFB ".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 12; // bytes: RFB xxx.yyy and a line feed
    private static final int MAX_NAME = 256; // bytes kept
    private static final int MAX_TEXT = 1 << 16; // bytes on the wire

    private static final int NONE = 1;
    private static final int VNC = 2;
    private static final int TLS = 18;
    private static final int VENCRYPT = 19;
    private static final int APPLE = 30;
    private static final int PLAIN = 256; // of VeNCrypt
    private static final int CHALLENGE = 16; // bytes
    private static final int APPLE_CREDENTIALS = 128; // bytes
    private static final int SERVER_INIT = 24; // bytes before the name
    private static final int UNKNOWN = -1;

    private static final Direction CLIENT = Direction.ORIG;
    private static final Direction SERVER = Direction.RESP;

    /** Whose turn it is, and what comes. */
    private enum Turn {
        SERVER_VERSION(SERVER),
        CLIENT_VERSION(CLIENT),
        TYPES(SERVER),
        CHOICE(CLIENT),
        CHALLENGE(SERVER),
        RESPONSE(CLIENT),
        APPLE_KEYS(SERVER),
        APPLE_RESPONSE(CLIENT),
        VENCRYPT_SERVER(SERVER),
        VENCRYPT_CLIENT(CLIENT),
        VENCRYPT_TYPES(SERVER),
        VENCRYPT_CHOICE(CLIENT),
        VENCRYPT_ACK(SERVER),
        PLAIN(CLIENT),
        RESULT(SERVER),
        REASON(SERVER),
        CLIENT_INIT(CLIENT),
        SERVER_INIT(SERVER),
        OVER(SERVER);

        private final Direction from;

        Turn(Direction from) {
            this.from = from;
        }
    }

    private final TextSlot[] version = {new TextSlot(VERSION), new TextSlot(VERSION)};
    private final TextSlot name = new TextSlot(MAX_NAME);
    private final TextSlot reason = new TextSlot(MAX_NAME);
    private final IdentityUse identity = new IdentityUse();
    private Turn turn = Turn.SERVER_VERSION;
    private long startNs;
    private boolean started;
    private int minor;
    private int type;
    private long subtype;
    private int appleKey;
    private int auth;
    private int share;
    private int width;
    private int height;
    private boolean desktop;
    private boolean written;

    public VncParser() {
        reset();
    }

    static Verdict probe(StreamView first) {
        int length = Math.min(first.length(), VERSION);
        for (int i = 0; i < length; i++) {
            int c = first.u8(i);
            boolean fits = i < 4 ? c == MAGIC[i] : i == 7 ? c == '.' : i == 11 ? c == '\n' : c >= '0' && c <= '9';
            if (!fits) {
                return Verdict.NO;
            }
        }
        return length == VERSION ? Verdict.YES : Verdict.UNSURE;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!started) {
            started = true;
            startNs = out.nowNs();
        }
        int at = 0;
        while (at < in.length()) {
            if (turn == Turn.OVER) {
                return DONE;
            }
            if (turn == Turn.SERVER_VERSION && in.direction() == CLIENT) {
                turn = Turn.CLIENT_VERSION; // the server is not seen, or comes later
            }
            if (in.direction() != turn.from) {
                return turn == Turn.CLIENT_VERSION && !version[SERVER.ordinal()].isSet() ? onLateServer(in, at) : at;
            }
            int size = onTurn(in, at);
            if (size < 0) {
                turn = Turn.OVER;
                return version[0].isSet() || version[1].isSet() ? DONE : REJECT;
            }
            if (size == 0) {
                break;
            }
            at += size;
            if (in.isHandedOver()) {
                break;
            }
        }
        return turn == Turn.OVER && !in.isHandedOver() ? DONE : at;
    }

    private int onLateServer(StreamView in, int at) {
        int size = readVersion(in, at, SERVER);
        return size < 0 ? REJECT : at + size;
    }

    /** Bytes of the message here, 0 for "wait for more", -1 for none that could be read. */
    private int onTurn(StreamView in, int at) {
        int available = in.length() - at;
        return switch (turn) {
            case SERVER_VERSION -> next(readVersion(in, at, SERVER), Turn.CLIENT_VERSION);
            case CLIENT_VERSION -> next(readVersion(in, at, CLIENT), Turn.TYPES);
            case TYPES -> onTypes(in, at, available);
            case CHOICE -> {
                type = in.u8(at);
                if (type == TLS) {
                    in.handOver();
                    turn = Turn.OVER;
                    yield 1;
                }
                yield chosen() ? 1 : -1;
            }
            case CHALLENGE -> available < CHALLENGE ? 0 : next(CHALLENGE, Turn.RESPONSE);
            case RESPONSE -> available < CHALLENGE ? 0 : next(CHALLENGE, Turn.RESULT);
            case APPLE_KEYS -> onAppleKeys(in, at, available);
            case APPLE_RESPONSE -> {
                int size = APPLE_CREDENTIALS + appleKey;
                yield available < size ? 0 : next(size, Turn.RESULT);
            }
            case VENCRYPT_SERVER -> available < 2 ? 0 : next(2, Turn.VENCRYPT_CLIENT);
            case VENCRYPT_CLIENT -> available < 2 ? 0 : next(2, Turn.VENCRYPT_TYPES);
            case VENCRYPT_TYPES -> onSubtypes(in, at, available);
            case VENCRYPT_CHOICE -> onSubtype(in, at, available);
            case VENCRYPT_ACK -> onAck(in, at);
            case PLAIN -> onPlain(in, at, available);
            case RESULT -> onResult(in, at, available);
            case REASON -> onReason(in, at, available);
            case CLIENT_INIT -> {
                share = in.u8(at) == 0 ? 0 : 1;
                yield next(1, Turn.SERVER_INIT);
            }
            case SERVER_INIT -> onServerInit(in, at, available);
            case OVER -> available;
        };
    }

    private int next(int size, Turn after) {
        if (size > 0) {
            turn = after;
        }
        return size;
    }

    private int readVersion(StreamView in, int at, Direction side) {
        if (in.length() - at < VERSION) {
            return 0;
        }
        if (!in.startsWith(MAGIC, at) || in.u8(at + 7) != '.') {
            return -1;
        }
        version[side.ordinal()].set(in, at, VERSION);
        if (side == CLIENT) {
            minor = in.u8(at + 10) - '0';
            in.confirm();
        }
        return VERSION;
    }

    /** Section 7.1.2: a list to choose from, or before version 3.7 the server's own choice. */
    private int onTypes(StreamView in, int at, int available) {
        if (minor < 7) {
            if (available < 4) {
                return 0;
            }
            type = (int) Math.min(in.u32(at), 0xFFFF);
            if (type == 0) {
                return next(4, Turn.REASON);
            }
            return chosen() ? 4 : -1;
        }
        int count = in.u8(at);
        if (count == 0) {
            return next(1, Turn.REASON);
        }
        return available < 1 + count ? 0 : next(1 + count, Turn.CHOICE);
    }

    /** @return whether what follows can be read */
    private boolean chosen() {
        switch (type) {
            case NONE -> turn = minor < 8 ? Turn.CLIENT_INIT : Turn.RESULT;
            case VNC -> turn = Turn.CHALLENGE;
            case VENCRYPT -> turn = Turn.VENCRYPT_SERVER;
            case APPLE -> turn = Turn.APPLE_KEYS;
            default -> {
                return false;
            }
        }
        return true;
    }

    private int onAppleKeys(StreamView in, int at, int available) {
        if (available < 4) {
            return 0;
        }
        appleKey = in.u16(at + 2);
        int size = 4 + 2 * appleKey;
        return available < size ? 0 : next(size, Turn.APPLE_RESPONSE);
    }

    private int onSubtypes(StreamView in, int at, int available) {
        if (available < 2) {
            return 0;
        }
        int size = 2 + 4 * in.u8(at + 1);
        return in.u8(at) != 0 ? -1 : available < size ? 0 : next(size, Turn.VENCRYPT_CHOICE);
    }

    private int onSubtype(StreamView in, int at, int available) {
        if (available < 4) {
            return 0;
        }
        subtype = in.u32(at);
        return next(4, subtype == PLAIN ? Turn.PLAIN : Turn.VENCRYPT_ACK);
    }

    /** The server agrees to TLS. */
    private int onAck(StreamView in, int at) {
        if (in.u8(at) != 1) {
            return -1;
        }
        in.handOver();
        turn = Turn.OVER;
        return 1;
    }

    private int onPlain(StreamView in, int at, int available) {
        if (available < 8) {
            return 0;
        }
        long user = in.u32(at);
        long size = 8 + user + in.u32(at + 4);
        if (size > MAX_TEXT) {
            return -1;
        }
        if (available < size) {
            return 0;
        }
        identity.user().append(in, at + 8, (int) user);
        identity.cleartext(true);
        return next((int) size, Turn.RESULT);
    }

    private int onResult(StreamView in, int at, int available) {
        if (available < 4) {
            return 0;
        }
        auth = in.i32(at) == 0 ? 1 : 0;
        return next(4, auth == 1 ? Turn.CLIENT_INIT : minor < 8 ? Turn.OVER : Turn.REASON);
    }

    private int onReason(StreamView in, int at, int available) {
        if (available < 4) {
            return 0;
        }
        long size = in.u32(at);
        if (size > MAX_TEXT) {
            return -1;
        }
        if (available - 4 < size) {
            return 0;
        }
        reason.set(in, at + 4, (int) size);
        return next(4 + (int) size, Turn.OVER);
    }

    private int onServerInit(StreamView in, int at, int available) {
        if (available < SERVER_INIT) {
            return 0;
        }
        long size = in.u32(at + SERVER_INIT - 4);
        if (size > MAX_TEXT) {
            return -1;
        }
        if (available - SERVER_INIT < size) {
            return 0;
        }
        desktop = true;
        width = in.u16(at);
        height = in.u16(at + 2);
        name.set(in, at + SERVER_INIT, (int) size);
        return next(SERVER_INIT + (int) size, Turn.OVER);
    }

    @Override
    public void onEnd(EventWriter out) {
        if (written || !version[0].isSet() && !version[1].isSet()) {
            return;
        }
        written = true;
        out.begin(RFB, startNs);
        writeVersion(out, CLIENT, CLIENT_MAJOR, CLIENT_MINOR);
        writeVersion(out, SERVER, SERVER_MAJOR, SERVER_MINOR);
        if (type != UNKNOWN) {
            TYPES.to(out, AUTHENTICATION_METHOD, type);
        }
        if (auth != UNKNOWN) {
            out.set(AUTH, auth == 1);
        }
        if (share != UNKNOWN) {
            out.set(SHARE_FLAG, share == 1);
        }
        if (desktop) {
            name.to(out, DESKTOP_NAME);
            out.set(WIDTH, width);
            out.set(HEIGHT, height);
        }
        reason.to(out, FAILURE_REASON);
        out.end();
        writeIdentity(out);
    }

    private void writeVersion(EventWriter out, Direction side, Field majorField, Field minorField) {
        TextSlot text = version[side.ordinal()];
        if (text.isSet()) {
            out.set(majorField, text.bytes(), 4, 3);
            out.set(minorField, text.bytes(), 8, 3);
        }
    }

    /** Most methods know no user, only a password. */
    private void writeIdentity(EventWriter out) {
        if (type == UNKNOWN || type <= NONE) {
            return;
        }
        if (name.length() > 0) {
            identity.service().append(name);
        }
        if (reason.length() > 0) {
            identity.reason().append(reason);
        }
        Outcome outcome = auth == UNKNOWN ? Outcome.UNKNOWN : auth == 1 ? Outcome.SUCCESS : Outcome.FAILURE;
        String mechanism = switch (type) {
            case VNC -> "vnc";
            case APPLE -> "apple";
            case VENCRYPT -> subtype == PLAIN ? "plain" : "vencrypt";
            default -> "other";
        };
        identity.write(out, "rfb", mechanism, "", outcome);
    }

    @Override
    public void reset() {
        version[0].clear();
        version[1].clear();
        name.clear();
        reason.clear();
        identity.clear();
        turn = Turn.SERVER_VERSION;
        started = false;
        minor = 0;
        type = UNKNOWN;
        subtype = 0;
        appleKey = 0;
        auth = UNKNOWN;
        share = UNKNOWN;
        desktop = false;
        written = false;
    }
}
