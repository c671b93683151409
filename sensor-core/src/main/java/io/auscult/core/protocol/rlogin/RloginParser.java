package io.auscult.core.protocol.rlogin;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.telnet.LoginDialogue;
import java.util.List;

/**
 * rlogin, RFC 1282, as far as the login: names and terminal that the client sends first, then prompts as in Telnet. A server that trusts the client's host asks for nothing:
 * then it was a login without a password when the client types, or when the server has shown a shell's prompt. One {@code rlogin} event when somebody is in or the connection ends.
 */
public final class RloginParser implements ProtocolParser {
    public static final EventType RLOGIN = EventType.of("rlogin", "A login over rlogin.");
    static final Field CLIENT_USER = RLOGIN.text("client_user", "Who the user is on the client, as it says.");
    static final Field USER = RLOGIN.text("user", "Who logs in on the server.");
    static final Field TERMINAL = RLOGIN.text("terminal", "The client's terminal and its speed.");
    static final Field SUCCESS = RLOGIN.bool("success", "Whether somebody was let in.");
    static final Field TRUSTED = RLOGIN.bool("trusted", "Whether without being asked for anything.");
    static final Field TRIES = RLOGIN.count("tries", "How often a password was sent.");

    public static final Protocol PROTOCOL = new Protocol(
            "rlogin",
            true,
            false,
            List.of(513),
            RloginProbe::probe,
            RloginParser::new,
            List.of(RLOGIN, IdentityUse.IDENTITY));

    private static final int MAX_TEXT = 64; // bytes
    private static final int MAX_BEFORE_LOGIN = 1 << 16; // bytes of the server without a prompt
    private static final int WINDOW_CHANGE = 12; // bytes: 255 255 s s and four numbers, RFC 1282

    private final LoginDialogue dialogue = new LoginDialogue("rlogin");
    private final TextSlot clientUser = new TextSlot(MAX_TEXT);
    private final TextSlot terminal = new TextSlot(MAX_TEXT);
    private final IdentityUse identity = new IdentityUse();
    private int texts; // of the client's four: nothing, two names, terminal
    private int windowBytes; // of a change of the window's size
    private boolean trusted;
    private boolean told;
    private long serverBytes;

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        int at = 0;
        while (in.isOrig() && texts < 4) {
            int end = in.indexOf(0, at, at + MAX_TEXT + 1);
            if (end < 0) {
                return in.length() - at <= MAX_TEXT ? at : REJECT;
            }
            onText(in, at, end);
            at = end + 1;
        }
        for (; at < in.length(); at++) {
            int c = in.u8(at);
            if (in.isOrig()) {
                onTyped(c, out);
            } else {
                dialogue.shown(c, out);
                serverBytes++;
            }
            if (dialogue.isSuccess() || trusted || serverBytes > MAX_BEFORE_LOGIN) {
                return DONE;
            }
        }
        return in.length();
    }

    private void onText(StreamView in, int from, int end) {
        switch (texts++) {
            case 1 -> clientUser.set(in, from, end - from);
            case 2 -> dialogue.user().set(in, from, end - from);
            case 3 -> terminal.set(in, from, end - from);
            default -> {}
        }
    }

    private void onTyped(int c, EventWriter out) {
        if (windowBytes > 0 || c == 255) {
            windowBytes = (windowBytes + 1) % WINDOW_CHANGE;
        } else if (dialogue.isHeard() && !dialogue.isAsked()) {
            trust(Outcome.SUCCESS, out);
        } else {
            dialogue.typed(c, out);
        }
    }

    private void trust(Outcome outcome, EventWriter out) {
        trusted = true;
        identity.user().append(dialogue.user());
        identity.write(out, "rlogin", "rhosts", "", outcome);
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        dialogue.onGap();
        windowBytes = 0;
        return direction == Direction.RESP || texts == 4;
    }

    @Override
    public void onEnd(EventWriter out) {
        dialogue.onEnd(out);
        if (told || texts < 4) {
            return;
        }
        boolean shell = !trusted && !dialogue.isAsked() && dialogue.isShell();
        if (shell) {
            trust(Outcome.SUCCESS, out);
        } else if (!trusted && dialogue.tries() == 0) {
            identity.user().append(dialogue.user());
            identity.write(out, "rlogin", dialogue.isAsked() ? "password" : "rhosts", "", Outcome.UNKNOWN);
        }
        told = true;
        out.begin(RLOGIN);
        clientUser.to(out, CLIENT_USER);
        dialogue.user().to(out, USER);
        terminal.to(out, TERMINAL);
        out.set(SUCCESS, trusted || dialogue.isSuccess());
        out.set(TRUSTED, trusted);
        out.set(TRIES, dialogue.tries());
        out.end();
    }

    @Override
    public void reset() {
        dialogue.reset();
        clientUser.clear();
        terminal.clear();
        identity.clear();
        texts = 0;
        windowBytes = 0;
        trusted = false;
        told = false;
        serverBytes = 0;
    }
}
