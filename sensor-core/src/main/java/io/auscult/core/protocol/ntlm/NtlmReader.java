package io.auscult.core.protocol.ntlm;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.nio.charset.StandardCharsets;

/**
 * NTLMSSP, [MS-NLMP] 2.2.1, inside another protocol: one {@code ntlm} event for each authentication, when the carrying protocol tells its
 * outcome, the next one begins, or the connection ends. The server's challenge is kept as a hash, so that the same challenge seen on two
 * connections betrays a relay; responses are only measured. One per parser of the carrying protocol, on the flow's lane, reused.
 */
public final class NtlmReader {
    public static final EventType NTLM =
            EventType.of("ntlm", "An authentication by NTLM, inside whatever protocol carried it.");
    static final Field USERNAME = NTLM.text("username", "Who, as the client said; absent when anonymous.");
    static final Field HOSTNAME = NTLM.text("hostname", "What the client's host calls itself.");
    static final Field DOMAINNAME = NTLM.text("domainname", "The user's domain, as the client said.");
    static final Field SERVER_NB_COMPUTER_NAME =
            NTLM.text("server_nb_computer_name", "The server's NetBIOS name, from its challenge.");
    static final Field SERVER_DNS_COMPUTER_NAME =
            NTLM.text("server_dns_computer_name", "The server's DNS name, from its challenge.");
    static final Field SERVER_TREE_NAME = NTLM.text("server_tree_name", "The server's forest, from its challenge.");
    static final Field SUCCESS = NTLM.bool("success", "Whether the client was let in; absent when not seen.");
    static final Field STATUS = NTLM.text("status", "Why not, in the words of the carrying protocol.");
    static final Field PROTOCOL = NTLM.text("protocol", "The protocol that carried it.");
    static final Field VERSION =
            NTLM.text("version", "How it was answered: LM, NTLMv1, NTLMv1-ESS, NTLMv2 or anonymous.");
    static final Field SERVER_NB_DOMAIN_NAME =
            NTLM.text("server_nb_domain_name", "NetBIOS name of the server's domain, from its challenge.");
    static final Field SERVER_DNS_DOMAIN_NAME =
            NTLM.text("server_dns_domain_name", "DNS name of the server's domain, from its challenge.");
    static final Field TARGET_NAME =
            NTLM.text("target_name", "The service principal that the client believes to talk to.");
    static final Field CHALLENGE =
            NTLM.text("challenge", "Hash of the server's challenge; the same on two connections tells of a relay.");
    static final Field CLIENT_VERSION = NTLM.text("client_version", "Version of the client's system.");
    static final Field SERVER_VERSION = NTLM.text("server_version", "Version of the server's system.");
    static final Field SIGNING = NTLM.bool("signing", "Whether messages are to be signed.");
    static final Field SEALING = NTLM.bool("sealing", "Whether messages are to be encrypted.");
    static final Field MIC = NTLM.bool("mic", "Whether the client protected the three messages by a checksum.");
    static final Field CHANNEL_BINDINGS =
            NTLM.bool("channel_bindings", "Whether the client bound it to the TLS channel below.");
    static final Field MECHANISMS = NTLM.textList("mechanisms", "What the client offered by SPNEGO.");

    static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    static final int MAX_PAIRS = 32; // of target information that are looked at
    private static final int MAX_NAME = IdentityUse.MAX_NAME;
    private static final int CHALLENGE_BYTES = 8;
    private static final int HASH_BYTES = 8; // of the challenge's SHA-256 that are printed

    private static final int NEGOTIATE_MESSAGE = 1;
    private static final int CHALLENGE_MESSAGE = 2;
    private static final int AUTHENTICATE_MESSAGE = 3;

    private static final int UNICODE = 0x0000_0001;
    private static final int SIGN = 0x0000_0010;
    private static final int SEAL = 0x0000_0020;
    private static final int EXTENDED_SESSION_SECURITY = 0x0008_0000;
    private static final int TARGET_INFO = 0x0080_0000;
    private static final int HAS_VERSION = 0x0200_0000;

    private static final int AV_END = 0;
    private static final int AV_NB_COMPUTER_NAME = 1;
    private static final int AV_NB_DOMAIN_NAME = 2;
    private static final int AV_DNS_COMPUTER_NAME = 3;
    private static final int AV_DNS_DOMAIN_NAME = 4;
    private static final int AV_DNS_TREE_NAME = 5;
    private static final int AV_FLAGS = 6;
    private static final int AV_TARGET_NAME = 9;
    private static final int AV_CHANNEL_BINDINGS = 10;
    private static final int MIC_PRESENT = 2;

    private final String protocol;
    private final IdentityUse identity = new IdentityUse();
    private final TextSlot user = new TextSlot(MAX_NAME);
    private final TextSlot domain = new TextSlot(MAX_NAME);
    private final TextSlot workstation = new TextSlot(MAX_NAME);
    private final TextSlot serverNbComputer = new TextSlot(MAX_NAME);
    private final TextSlot serverNbDomain = new TextSlot(MAX_NAME);
    private final TextSlot serverDnsComputer = new TextSlot(MAX_NAME);
    private final TextSlot serverDnsDomain = new TextSlot(MAX_NAME);
    private final TextSlot serverDnsTree = new TextSlot(MAX_NAME);
    private final TextSlot targetName = new TextSlot(MAX_NAME);
    private final TextSlot challenge = new TextSlot(2 * HASH_BYTES);
    private final TextSlot clientVersion = new TextSlot(16);
    private final TextSlot serverVersion = new TextSlot(16);
    private final TextSlot mechanisms = new TextSlot(MAX_NAME); // each ends in a line feed
    private final TextSlot status = new TextSlot(MAX_NAME);
    private final Fingerprint sha256 = Fingerprint.sha256();
    private boolean open; // a message was read that no event tells of
    private boolean authenticated; // the third message was seen
    private long startNs;
    private String version = "";
    private int flags;
    private boolean mic;
    private boolean channelBindings;

    /** @param protocol name of the carrying protocol, as in {@code conn.service} */
    public NtlmReader(String protocol) {
        this.protocol = protocol;
    }

    /** Whether these bytes begin as a message does. */
    public static boolean isNtlm(StreamView token) {
        return token.startsWith(SIGNATURE, 0);
    }

    /** What SPNEGO's client offered around the messages that follow; each name ends in a line feed. */
    public void offered(TextSlot names) {
        mechanisms.clear();
        mechanisms.append(names);
    }

    /** One message. What is not NTLMSSP or too short is passed over. */
    public void token(StreamView token, EventWriter out) {
        if (!isNtlm(token) || token.length() < SIGNATURE.length + 4) {
            return;
        }
        switch (token.i32le(SIGNATURE.length)) {
            case NEGOTIATE_MESSAGE -> onNegotiate(token, out);
            case CHALLENGE_MESSAGE -> onChallenge(token, out);
            case AUTHENTICATE_MESSAGE -> onAuthenticate(token, out);
            default -> {
                return;
            }
        }
        token.confirm("ntlm");
    }

    /** Whether somebody has tried to authenticate, and the outcome was not told yet. */
    public boolean isPending() {
        return authenticated;
    }

    /** Who tries to authenticate, as the client said; valid while {@link #isPending}. */
    public TextSlot user() {
        return user;
    }

    public TextSlot domain() {
        return domain;
    }

    public TextSlot workstation() {
        return workstation;
    }

    /** The carrying protocol's judgement of what was read. @param reason its words for a refusal; may be unset */
    public void outcome(Outcome outcome, TextSlot reason, EventWriter out) {
        status.clear();
        if (reason.length() > 0) {
            status.append(reason);
        }
        write(outcome, out);
    }

    /** @param reason its words for a refusal; empty for none */
    public void outcome(Outcome outcome, String reason, EventWriter out) {
        status.clear();
        if (!reason.isEmpty()) {
            status.append(reason);
        }
        write(outcome, out);
    }

    /** The connection ends. */
    public void onEnd(EventWriter out) {
        write(Outcome.UNKNOWN, out);
    }

    /** Bytes kept of unfinished messages: none, tokens come whole. */
    public int kept() {
        return 0;
    }

    public void reset() {
        begin(0);
        mechanisms.clear();
        open = false;
    }

    private void begin(long nowNs) {
        user.clear();
        domain.clear();
        workstation.clear();
        serverNbComputer.clear();
        serverNbDomain.clear();
        serverDnsComputer.clear();
        serverDnsDomain.clear();
        serverDnsTree.clear();
        targetName.clear();
        challenge.clear();
        clientVersion.clear();
        serverVersion.clear();
        status.clear();
        version = "";
        flags = 0;
        mic = false;
        channelBindings = false;
        authenticated = false;
        startNs = nowNs;
        open = true;
    }

    /**
     * [MS-NLMP] 2.2.1.1.
     * <pre>
     *  | NTLMSSP\0 | 1 (4) | flags (4) | domain (8) | workstation (8) | version (8) |
     * </pre>
     */
    private void onNegotiate(StreamView in, EventWriter out) {
        if (authenticated || challenge.isSet()) {
            write(Outcome.UNKNOWN, out);
        }
        begin(out.nowNs());
        if (in.length() >= 16) {
            flags = in.i32le(12);
            version(in, 32, clientVersion);
        }
    }

    /**
     * [MS-NLMP] 2.2.1.2.
     * <pre>
     *  | NTLMSSP\0 | 2 (4) | target name (8) | flags (4) | challenge (8) | 0 (8) | target info (8) | version (8) |
     * </pre>
     */
    private void onChallenge(StreamView in, EventWriter out) {
        if (authenticated) {
            write(Outcome.UNKNOWN, out);
        }
        if (!open) {
            begin(out.nowNs());
        }
        if (in.length() < 32) {
            return;
        }
        flags = in.i32le(20);
        challenge.clear();
        sha256.update(in.array(), in.arrayOffset() + 24, CHALLENGE_BYTES);
        sha256.appendHex(challenge, HASH_BYTES);
        version(in, 48, serverVersion);
        if ((flags & TARGET_INFO) != 0) {
            pairs(in, place(in, 40), size(in, 40), true);
        }
        long high = in.isOrig() ? in.connection().origHigh : in.connection().respHigh;
        long low = in.isOrig() ? in.connection().origLow : in.connection().respLow;
        HostNames.learned(out, high, low, serverNbComputer, "ntlm");
        if (!serverDnsComputer.textEquals(serverNbComputer)) {
            HostNames.learned(out, high, low, serverDnsComputer, "ntlm");
        }
    }

    /**
     * [MS-NLMP] 2.2.1.3.
     * <pre>
     *  | NTLMSSP\0 | 3 (4) | LM response (8) | NT response (8) | domain (8) | user (8) | workstation (8) | session key (8) | flags (4) |
     *  | version (8) | MIC (16) |
     * </pre>
     */
    private void onAuthenticate(StreamView in, EventWriter out) {
        if (authenticated) {
            write(Outcome.UNKNOWN, out);
        }
        if (!open) {
            begin(out.nowNs());
        }
        authenticated = true;
        if (in.length() < 52) {
            return;
        }
        if (in.length() >= 64) {
            flags = in.i32le(60);
            clientVersion.clear();
            version(in, 64, clientVersion);
        }
        name(in, 28, domain);
        name(in, 36, user);
        name(in, 44, workstation);
        int lm = size(in, 12);
        int nt = size(in, 20);
        if (nt > 24) {
            version = "NTLMv2";
            pairs(in, place(in, 20) + 44, nt - 44, false); // behind response and client challenge, [MS-NLMP] 2.2.2.7
        } else if (nt > 0) {
            version = (flags & EXTENDED_SESSION_SECURITY) != 0 ? "NTLMv1-ESS" : "NTLMv1";
        } else {
            version = lm > 1 ? "LM" : "anonymous";
        }
        long high = in.isOrig() ? in.connection().origHigh : in.connection().respHigh;
        long low = in.isOrig() ? in.connection().origLow : in.connection().respLow;
        HostNames.learned(out, high, low, workstation, "ntlm");
    }

    /** Bytes of the text whose place is told at {@code at}; 0 when it does not lie within the message. */
    private static int size(StreamView in, int at) {
        if (at + 8 > in.length()) {
            return 0;
        }
        int length = in.u16le(at);
        long offset = in.u32le(at + 4);
        return offset + length <= in.length() ? length : 0;
    }

    private static int place(StreamView in, int at) {
        return size(in, at) > 0 ? in.i32le(at + 4) : 0;
    }

    private void name(StreamView in, int at, TextSlot into) {
        int length = size(in, at);
        if (length == 0) {
            return;
        }
        if ((flags & UNICODE) != 0) {
            into.appendUtf16le(in, place(in, at), length);
        } else {
            into.append(in, place(in, at), length);
        }
    }

    private void version(StreamView in, int at, TextSlot into) {
        if ((flags & HAS_VERSION) == 0 || at + 8 > in.length() || in.u8(at) == 0) {
            return;
        }
        into.append("");
        into.appendDecimal(in.u8(at));
        into.append((byte) '.');
        into.appendDecimal(in.u8(at + 1));
        into.append((byte) '.');
        into.appendDecimal(in.u16le(at + 2));
    }

    /** Target information: pairs of kind and value, [MS-NLMP] 2.2.2.1. */
    private void pairs(StreamView in, int from, int length, boolean fromServer) {
        int at = from;
        int end = from + length;
        for (int i = 0; i < MAX_PAIRS && at >= 0 && end - at >= 4; i++) {
            int kind = in.u16le(at);
            int size = in.u16le(at + 2);
            at += 4;
            if (kind == AV_END || size > end - at) {
                return;
            }
            if (fromServer) {
                serverPair(in, kind, at, size);
            } else {
                clientPair(in, kind, at, size);
            }
            at += size;
        }
    }

    private void serverPair(StreamView in, int kind, int at, int size) {
        switch (kind) {
            case AV_NB_COMPUTER_NAME -> set(in, at, size, serverNbComputer);
            case AV_NB_DOMAIN_NAME -> set(in, at, size, serverNbDomain);
            case AV_DNS_COMPUTER_NAME -> set(in, at, size, serverDnsComputer);
            case AV_DNS_DOMAIN_NAME -> set(in, at, size, serverDnsDomain);
            case AV_DNS_TREE_NAME -> set(in, at, size, serverDnsTree);
            default -> {}
        }
    }

    private void clientPair(StreamView in, int kind, int at, int size) {
        switch (kind) {
            case AV_FLAGS -> mic = size >= 4 && (in.i32le(at) & MIC_PRESENT) != 0;
            case AV_TARGET_NAME -> set(in, at, size, targetName);
            case AV_CHANNEL_BINDINGS -> channelBindings = !isZero(in, at, size);
            default -> {}
        }
    }

    private static void set(StreamView in, int at, int size, TextSlot into) {
        into.clear();
        into.appendUtf16le(in, at, size);
    }

    private static boolean isZero(StreamView in, int at, int size) {
        for (int i = at; i < at + size; i++) {
            if (in.u8(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void write(Outcome outcome, EventWriter out) {
        if (!open) {
            return;
        }
        open = false;
        out.begin(NTLM, startNs);
        setIfAny(out, USERNAME, user);
        setIfAny(out, HOSTNAME, workstation);
        setIfAny(out, DOMAINNAME, domain);
        serverNbComputer.to(out, SERVER_NB_COMPUTER_NAME);
        serverDnsComputer.to(out, SERVER_DNS_COMPUTER_NAME);
        serverDnsTree.to(out, SERVER_TREE_NAME);
        if (outcome != Outcome.UNKNOWN) {
            out.set(SUCCESS, outcome == Outcome.SUCCESS);
        }
        status.to(out, STATUS);
        out.set(PROTOCOL, protocol);
        if (authenticated && !version.isEmpty()) {
            out.set(VERSION, version);
        }
        serverNbDomain.to(out, SERVER_NB_DOMAIN_NAME);
        serverDnsDomain.to(out, SERVER_DNS_DOMAIN_NAME);
        setIfAny(out, TARGET_NAME, targetName);
        challenge.to(out, CHALLENGE);
        clientVersion.to(out, CLIENT_VERSION);
        serverVersion.to(out, SERVER_VERSION);
        out.set(SIGNING, (flags & SIGN) != 0);
        out.set(SEALING, (flags & SEAL) != 0);
        if (authenticated) {
            out.set(MIC, mic);
            out.set(CHANNEL_BINDINGS, channelBindings);
        }
        writeMechanisms(out);
        out.end();
        if (authenticated) {
            writeIdentity(outcome, out);
        }
        authenticated = false;
    }

    private static void setIfAny(EventWriter out, Field field, TextSlot text) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }

    private void writeMechanisms(EventWriter out) {
        if (mechanisms.length() == 0) {
            return;
        }
        out.beginList(MECHANISMS);
        int from = 0;
        for (int i = 0; i < mechanisms.length(); i++) {
            if (mechanisms.bytes()[i] == '\n') {
                out.add(mechanisms.bytes(), from, i - from);
                from = i + 1;
            }
        }
        out.endList();
    }

    private void writeIdentity(Outcome outcome, EventWriter out) {
        copy(user, identity.user());
        copy(domain, identity.domain());
        copy(workstation, identity.clientName());
        copy(serverDnsComputer.length() > 0 ? serverDnsComputer : serverNbComputer, identity.serverName());
        copy(targetName, identity.service());
        copy(status, identity.reason());
        boolean anonymous = version.equals("anonymous");
        identity.write(out, protocol, anonymous ? "anonymous" : "ntlm", anonymous ? "" : version, outcome);
    }

    private static void copy(TextSlot from, TextSlot to) {
        if (from.length() > 0) {
            to.append(from);
        }
    }
}
