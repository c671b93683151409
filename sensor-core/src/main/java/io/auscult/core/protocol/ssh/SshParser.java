package io.auscult.core.protocol.ssh;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.ssh.SshSealed.Access;
import java.util.Arrays;
import java.util.List;

/**
 * SSH, RFC 4253: identification lines, key exchange proposals (also as HASSH fingerprints), the host key; and of what is sealed its sizes: who was
 * let in, after how many tries, whether a person types. One {@code ssh} event when access is decided, or with what is known when the connection
 * ends; one {@code identity} event a try; one {@code ssh_session} event. SSH 1 is named, not read.
 */
public final class SshParser implements ProtocolParser {
    public static final EventType SSH =
            EventType.of("ssh", "The identification and key exchange of an SSH connection.");
    static final Field VERSION = SSH.count("version", "Protocol version both sides can speak: 1 or 2.");
    static final Field AUTH_SUCCESS = SSH.bool(
            "auth_success",
            "Whether somebody was let in, inferred from the sizes of sealed packets; not set when that cannot be"
                    + " told.");
    static final Field AUTH_ATTEMPTS =
            SSH.count("auth_attempts", "How many tries to log in were answered, inferred likewise.");
    static final Field CLIENT = SSH.text("client", "The originator's identification line.");
    static final Field SERVER = SSH.text("server", "The responder's identification line.");
    static final Field CIPHER_ALG = SSH.text("cipher_alg", "Encryption in use.");
    static final Field MAC_ALG = SSH.text("mac_alg", "Message authentication in use.");
    static final Field COMPRESSION_ALG = SSH.text("compression_alg", "Compression in use.");
    static final Field KEX_ALG = SSH.text("kex_alg", "Key exchange in use.");
    static final Field HOST_KEY_ALG = SSH.text("host_key_alg", "The host key's algorithm.");
    static final Field HOST_KEY_FINGERPRINT =
            SSH.text("host_key_fingerprint", "SHA-256 of the host key, as ssh-keygen -l prints it.");
    static final Field HASSH = SSH.text("hassh", "Fingerprint of the originator's software, from what it proposes.");
    static final Field HASSH_SERVER = SSH.text("hasshServer", "Fingerprint of the responder's software.");

    /** What the connection was used for. */
    public static final EventType SSH_SESSION =
            EventType.of("ssh_session", "What an SSH connection was used for after somebody was let in.");

    static final Field INTERACTIVE = SSH_SESSION.bool(
            "interactive", "Whether a person types, inferred from the sizes and times of sealed packets.");

    private static final int PORT = 22;

    public static final Protocol PROTOCOL = new Protocol(
            "ssh",
            true,
            false,
            List.of(PORT),
            SshProbe::probe,
            SshParser::new,
            List.of(SSH, SSH_SESSION, IdentityUse.IDENTITY));

    static final int MAX_LINE = 512; // bytes; RFC 4253 section 4.2 allows 255
    private static final int MAX_LINES = 50; // that a server may say before its identification
    private static final int MAX_PACKET = 1 << 16; // bytes; RFC 4253 section 6.1 demands 35,000
    private static final int MAX_ALGORITHM = 256; // bytes of a name; RFC 4251 section 6 allows 64

    private static final int KEXINIT = 20;
    private static final int NEWKEYS = 21;
    private static final int KEX_REPLY = 31;
    private static final int KEX_GROUP_EXCHANGE_REPLY = 33;
    private static final String FAILED = "Algorithm negotiation failed"; // Zeek's words

    /** How far one direction has come. */
    private enum State {
        IDENTIFICATION,
        PACKETS,
        SEALED
    }

    private final State[] state = {State.IDENTIFICATION, State.IDENTIFICATION};
    private final TextSlot[] identification = {new TextSlot(MAX_LINE), new TextSlot(MAX_LINE)};
    private final SshKexInit[] kexInit = {new SshKexInit(), new SshKexInit()};
    private final TextSlot text = new TextSlot(2 * MAX_ALGORITHM);
    private final TextSlot hostKey = new TextSlot(64);
    private final Fingerprint md5 = Fingerprint.md5();
    private final Fingerprint sha256 = Fingerprint.sha256();
    private final TextSlot mac = new TextSlot(MAX_ALGORITHM);
    private final TextSlot compression = new TextSlot(MAX_ALGORITHM);
    private final SshSizes toServer = new SshSizes();
    private final SshSizes toClient = new SshSizes();
    private final SshSealed sealed = new SshSealed();
    private final IdentityUse identity = new IdentityUse();
    private boolean sizesKnown;
    private int refusalsTold;
    private boolean useTold;
    private int lines;
    private long startNs;
    private boolean started;
    private boolean written;
    private boolean groupExchange;

    @Override
    public int kept() {
        return kexInit[0].kept() + kexInit[1].kept();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        if (!started) {
            started = true;
            startNs = out.nowNs();
        }
        int at = 0;
        while (at < in.length()) {
            int next = switch (state[d]) {
                case IDENTIFICATION -> onLine(in, at, d, out);
                case PACKETS -> onPacket(in, at, d, out);
                case SEALED -> onSealed(in, at, d, out);
            };
            if (next < 0) {
                return next;
            }
            if (next == at) {
                break;
            }
            at = next;
        }
        return at;
    }

    private int onLine(StreamView in, int at, int d, EventWriter out) {
        int lineFeed = in.indexOf('\n', at, at + MAX_LINE);
        if (lineFeed < 0) {
            return in.length() - at < MAX_LINE ? at : bad(out);
        }
        int end = lineFeed > at && in.u8(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
        if (!in.startsWith(SshProbe.SSH, at)) {
            boolean isServer = d == Direction.RESP.ordinal();
            return isServer && ++lines <= MAX_LINES ? lineFeed + 1 : bad(out);
        }
        identification[d].set(in, at, end - at);
        state[d] = State.PACKETS;
        if (!identification[1 - d].isSet()) {
            return lineFeed + 1;
        }
        in.confirm();
        if (version() != 2) {
            write(out);
            return DONE;
        }
        return lineFeed + 1;
    }

    private int bad(EventWriter out) {
        out.weird(Anomaly.SSH_BAD_BANNER, "ssh");
        write(out);
        return REJECT;
    }

    /**
     * One packet in the clear, RFC 4253 section 6.
     * <pre>
     *  | length, without these four bytes | padding (1) | message (1) | ... | padding |
     * </pre>
     */
    private int onPacket(StreamView in, int at, int d, EventWriter out) {
        if (in.length() - at < 6) {
            return at;
        }
        long length = in.u32(at);
        int padding = in.u8(at + 4);
        if (length > MAX_PACKET || length < 2 + padding) {
            out.weird(Anomaly.PROTOCOL_VIOLATION, "ssh");
            write(out);
            return DONE;
        }
        if (in.length() - at < 4 + length) {
            return at;
        }
        int payload = at + 6;
        int payloadLength = (int) length - padding - 2;
        switch (in.u8(at + 5)) {
            case KEXINIT -> onKexInit(in, payload, payloadLength, d, out);
            case NEWKEYS -> state[d] = State.SEALED;
            case KEX_REPLY -> onReply(in, payload, payloadLength, d, !groupExchange);
            case KEX_GROUP_EXCHANGE_REPLY -> onReply(in, payload, payloadLength, d, groupExchange);
            default -> {} // ignore, debug, the client's half of the exchange
        }
        if (state[0] == State.SEALED && state[1] == State.SEALED && !sizesKnown) {
            return beginSealed(out) ? at + 4 + (int) length : DONE;
        }
        return at + 4 + (int) length;
    }

    /** @return whether sizes tell anything */
    private boolean beginSealed(EventWriter out) {
        sizesKnown = true;
        if (kexInit[0].isComplete() && kexInit[1].isComplete()) {
            sizes(toServer, 0);
            sizes(toClient, 1);
        }
        sealed.begin(toServer, toClient);
        if (sealed.isOver()) {
            write(out);
            return false;
        }
        return true;
    }

    private void sizes(SshSizes sizes, int d) {
        text.cut(0);
        append(SshKexInit.CIPHER_TO_SERVER + d);
        mac.clear();
        SshKexInit.choose(kexInit[0], kexInit[1], SshKexInit.MAC_TO_SERVER + d, mac);
        compression.clear();
        SshKexInit.choose(kexInit[0], kexInit[1], SshKexInit.COMPRESSION_TO_SERVER + d, compression);
        sizes.set(text, mac, compression);
    }

    private int onSealed(StreamView in, int at, int d, EventWriter out) {
        if (!sizesKnown) {
            sealed.early(d == Direction.ORIG.ordinal()); // the other side has not switched yet
            return in.length();
        }
        boolean isClient = d == Direction.ORIG.ordinal();
        sealed.bytes(isClient, in.length() - at, out.nowNs(), out.packetNumber());
        report(out);
        return sealed.isOver() ? DONE : in.length();
    }

    /** Writes what has become known. */
    private void report(EventWriter out) {
        while (refusalsTold < sealed.refusals()) {
            refusalsTold++;
            tell(Outcome.FAILURE, out);
        }
        if (sealed.isDecided() && !written) {
            write(out);
            if (sealed.access() == Access.GRANTED) {
                tell(Outcome.SUCCESS, out);
            }
        }
        if (sealed.access() == Access.GRANTED && sealed.isUseDecided() && !useTold) {
            tellUse(out);
        }
    }

    private void tell(Outcome outcome, EventWriter out) {
        identity.write(out, "ssh", "ssh", "", outcome);
    }

    private void tellUse(EventWriter out) {
        useTold = true;
        out.begin(SSH_SESSION);
        out.set(INTERACTIVE, sealed.isInteractive());
        out.end();
    }

    private void onKexInit(StreamView in, int at, int length, int d, EventWriter out) {
        if (!kexInit[d].read(in, at, length)) {
            out.weird(Anomaly.PROTOCOL_VIOLATION, "ssh");
            return;
        }
        in.confirm();
        if (kexInit[0].isComplete() && kexInit[1].isComplete()) {
            text.cut(0);
            groupExchange = SshKexInit.choose(kexInit[0], kexInit[1], SshKexInit.KEX, text)
                    && text.startsWith("diffie-hellman-group-exchange-");
        }
    }

    private void onReply(StreamView in, int at, int length, int d, boolean isReply) {
        if (!isReply || d != Direction.RESP.ordinal() || length < 4 || in.u32(at) > length - 4) {
            return;
        }
        sha256.update(in.array(), in.arrayOffset() + at + 4, in.i32(at));
        hostKey.clear();
        hostKey.append("SHA256:");
        sha256.appendBase64(hostKey);
    }

    /** What both can speak: 1, 2 or 0 for none; 1.99 means both, RFC 4253 section 5.1. */
    private int version() {
        boolean one = true;
        boolean two = true;
        for (TextSlot line : identification) {
            boolean both = line.startsWith("SSH-1.99");
            one &= both || line.startsWith("SSH-1");
            two &= both || line.startsWith("SSH-2");
        }
        return two ? 2 : one ? 1 : 0;
    }

    private void write(EventWriter out) {
        if (written || !identification[0].isSet() && !identification[1].isSet()) {
            return;
        }
        written = true;
        out.begin(SSH, startNs);
        if (sealed.access() != Access.UNKNOWN) {
            out.set(AUTH_SUCCESS, sealed.access() == Access.GRANTED);
        }
        if (sizesKnown) {
            out.set(AUTH_ATTEMPTS, sealed.attempts());
        }
        if (identification[0].isSet() && identification[1].isSet() && version() > 0) {
            out.set(VERSION, version());
        }
        identification[0].to(out, CLIENT);
        identification[1].to(out, SERVER);
        if (kexInit[0].isComplete() && kexInit[1].isComplete()) {
            writeBoth(out, CIPHER_ALG, SshKexInit.CIPHER_TO_SERVER, SshKexInit.CIPHER_TO_CLIENT);
            writeBoth(out, MAC_ALG, SshKexInit.MAC_TO_SERVER, SshKexInit.MAC_TO_CLIENT);
            writeBoth(out, COMPRESSION_ALG, SshKexInit.COMPRESSION_TO_SERVER, SshKexInit.COMPRESSION_TO_CLIENT);
            writeBoth(out, KEX_ALG, SshKexInit.KEX, SshKexInit.KEX);
            writeBoth(out, HOST_KEY_ALG, SshKexInit.HOST_KEY, SshKexInit.HOST_KEY);
        }
        hostKey.to(out, HOST_KEY_FINGERPRINT);
        writeHassh(out, HASSH, 0);
        writeHassh(out, HASSH_SERVER, 1);
        out.end();
    }

    private void writeBoth(EventWriter out, Field field, int toServer, int toClient) {
        text.cut(0);
        append(toServer);
        int first = text.length();
        append(toClient);
        boolean same = Arrays.equals(text.bytes(), 0, first, text.bytes(), first, text.length());
        if (same) {
            out.set(field, text.bytes(), 0, first);
        } else {
            text.cut(0);
            text.append("To server: ");
            append(toServer);
            text.append(", to client: ");
            append(toClient);
            text.to(out, field);
        }
    }

    private void append(int list) {
        if (!SshKexInit.choose(kexInit[0], kexInit[1], list, text)) {
            text.append(FAILED);
        }
    }

    private void writeHassh(EventWriter out, Field field, int d) {
        if (kexInit[d].isComplete()) {
            text.cut(0);
            kexInit[d].hassh(md5, d == Direction.ORIG.ordinal(), text);
            text.to(out, field);
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        sealed.flush();
        report(out);
        write(out);
        if (sealed.isRefusedOnce()) {
            tell(Outcome.FAILURE, out);
        }
        if (sealed.isUsed() && !useTold) {
            tellUse(out);
        }
    }

    @Override
    public void reset() {
        for (int d = 0; d < 2; d++) {
            state[d] = State.IDENTIFICATION;
            identification[d].clear();
            kexInit[d].clear();
        }
        text.clear();
        text.append("");
        hostKey.clear();
        lines = 0;
        started = false;
        written = false;
        groupExchange = false;
        sealed.reset();
        toServer.clear();
        toClient.clear();
        identity.clear();
        sizesKnown = false;
        refusalsTold = 0;
        useTold = false;
    }
}
