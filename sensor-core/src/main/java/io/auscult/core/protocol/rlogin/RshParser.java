package io.auscult.core.protocol.rlogin;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.secret.CommandText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * rsh and rexec: four texts of the client (a port for errors; two names, or a name and a password; a command), then the server's zero byte and what the command says, or a one and why not. One
 * {@code rsh} event with the answer, or when the connection ends without. On the flow's lane; the password of rexec is passed over.
 */
public final class RshParser implements ProtocolParser {
    public static final EventType RSH = EventType.of("rsh", "A command over rsh or rexec.");
    static final Field CLIENT_USER = RSH.text("client_user", "Who the user is on the client, as it says (rsh).");
    static final Field USER = RSH.text("user", "Whose rights it asks for on the server.");
    static final Field COMMAND = RSH.text("command", "The command, without secrets.");
    static final Field SUCCESS = RSH.bool("success", "Whether the server ran it; absent when it did not answer.");
    static final Field REASON = RSH.text("reason", "Why not.");

    public static final Protocol RSH_PROTOCOL = protocol("rsh", RshProbe.RSH_PORT);
    public static final Protocol REXEC_PROTOCOL = protocol("rexec", RshProbe.REXEC_PORT);

    private static final int MAX_NAME = 64; // bytes
    private static final int MAX_COMMAND = 1024; // bytes
    private static final int LONGEST = 1 << 14; // bytes of a command on the wire
    private static final int MAX_REASON = 256; // bytes
    private static final int TEXTS = 4;
    private static final byte[][] REFUSALS = {
        ascii("Authentication failure"), ascii("Permission denied"), ascii("Login incorrect")
    };

    private final boolean rexec;
    private final TextSlot clientUser = new TextSlot(MAX_NAME);
    private final TextSlot user = new TextSlot(MAX_NAME);
    private final TextSlot command = new TextSlot(MAX_COMMAND);
    private final TextSlot reason = new TextSlot(MAX_REASON);
    private final IdentityUse identity = new IdentityUse();
    private Outcome outcome = Outcome.UNKNOWN;
    private int texts;
    private boolean ran; // says the server
    private boolean told;

    private RshParser(boolean rexec) {
        this.rexec = rexec;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Protocol protocol(String name, int port) {
        boolean rexec = port == RshProbe.REXEC_PORT;
        return new Protocol(
                name,
                true,
                false,
                List.of(port),
                rexec ? RshProbe::rexec : RshProbe::rsh,
                () -> new RshParser(rexec),
                List.of(RSH, IdentityUse.IDENTITY));
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        return in.isOrig() ? request(in) : answer(in);
    }

    private int request(StreamView in) {
        int at = 0;
        while (texts < TEXTS) {
            int end = in.indexOf(0, at, at + LONGEST);
            if (end < 0) {
                return in.length() - at < LONGEST ? at : REJECT;
            }
            switch (texts++) {
                case 1 -> (rexec ? user : clientUser).set(in, at, end - at);
                case 2 -> {
                    if (!rexec) {
                        user.set(in, at, end - at);
                    }
                }
                case 3 -> {
                    command.append("");
                    CommandText.append(in.array(), in.arrayOffset() + at, in.arrayOffset() + end, command);
                }
                default -> {}
            }
            at = end + 1;
        }
        return in.length();
    }

    private int answer(StreamView in) {
        if (in.length() == 0) {
            return 0;
        }
        int eaten = 0;
        if (!ran && in.u8(0) == 0) {
            ran = true;
            outcome = Outcome.SUCCESS;
            eaten = 1;
        }
        int from = !ran && in.u8(0) == 1 ? 1 : eaten;
        int end = in.indexOf('\n', from, from + MAX_REASON);
        if (end < 0 && in.length() - from < MAX_REASON) {
            return eaten; // the rest may be on its way
        }
        int to = end < 0 ? from + MAX_REASON : end;
        if (!ran || isRefusal(in, from, to)) {
            outcome = Outcome.FAILURE;
            reason.set(in, from, to - from);
        }
        return DONE;
    }

    /** Some servers say that they begin, and then that they do not. */
    private static boolean isRefusal(StreamView in, int from, int to) {
        for (byte[] refusal : REFUSALS) {
            if (in.startsWith(refusal, from) && to - from <= refusal.length + 2) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onEnd(EventWriter out) {
        if (told || !user.isSet()) {
            return;
        }
        told = true;
        out.begin(RSH);
        clientUser.to(out, CLIENT_USER);
        user.to(out, USER);
        command.to(out, COMMAND);
        if (outcome != Outcome.UNKNOWN) {
            out.set(SUCCESS, outcome == Outcome.SUCCESS);
        }
        reason.to(out, REASON);
        out.end();
        identity.user().append(user);
        if (reason.length() > 0) {
            identity.reason().append(reason);
        }
        identity.cleartext(rexec);
        identity.write(out, rexec ? "rexec" : "rsh", rexec ? "password" : "rhosts", "", outcome);
    }

    @Override
    public void reset() {
        clientUser.clear();
        user.clear();
        command.clear();
        reason.clear();
        identity.clear();
        outcome = Outcome.UNKNOWN;
        texts = 0;
        ran = false;
        told = false;
    }
}
