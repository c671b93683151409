package io.auscult.core.protocol.telnet;

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
import io.auscult.core.protocol.line.Line;
import java.util.List;

/**
 * Telnet, RFC 854, as far as the login: what is typed at a prompt for a name is kept, what is typed at any other is not. A new prompt or words of
 * refusal after a password mean that it was wrong; when the client types on at another prompt it was right. One {@code identity} event a try, one
 * {@code telnet} event when somebody is in or the connection ends.
 */
public final class TelnetParser implements ProtocolParser {
    public static final EventType TELNET = EventType.of("telnet", "A login over Telnet.");
    static final Field USER = TELNET.text("user", "Who tried to log in last.");
    static final Field SUCCESS = TELNET.bool("success", "Whether somebody was let in.");
    static final Field TRIES = TELNET.count("tries", "How often a password was sent.");

    static final int PORT = 23;

    public static final Protocol PROTOCOL = new Protocol(
            "telnet",
            true,
            false,
            List.of(PORT),
            TelnetProbe::probe,
            TelnetParser::new,
            List.of(TELNET, IdentityUse.IDENTITY));

    static final int MAX_LINE = 256; // bytes of the server's line that are looked at

    private static final int MAX_USER = 128;
    private static final int MAX_BEFORE_LOGIN = 1 << 16; // bytes of the server without a prompt
    private static final String[] NAME_PROMPTS = {"LOGIN:", "USERNAME:", "USER NAME:", "USER:", "LOGON:"};
    private static final String[] PASSWORD_PROMPTS = {"PASSWORD:", "PASSCODE:", "PASSWD:"};
    private static final String[] REFUSALS = {"INCORRECT", "INVALID", "DENIED", "FAILED", "FAILURE", "WRONG", "BAD PASS"
    };
    private static final String[] WELCOMES = {"LAST LOGIN", "WELCOME"};

    /** What the server asks for. */
    private enum Prompt {
        NONE,
        NAME,
        PASSWORD
    }

    private final TelnetText fromClient = new TelnetText();
    private final TelnetText fromServer = new TelnetText();
    private final TextSlot line = new TextSlot(MAX_LINE); // of the server
    private final TextSlot user = new TextSlot(MAX_USER);
    private final TextSlot reason = new TextSlot(MAX_LINE);
    private final IdentityUse identity = new IdentityUse();
    private Prompt prompt = Prompt.NONE;
    private boolean waiting; // a password was sent
    private boolean heard; // and the server has said something since
    private boolean success;
    private boolean told;
    private long tries;
    private long serverBytes;

    public TelnetParser() {
        reset();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        for (int at = 0; at < in.length(); at++) {
            int c = in.u8(at);
            if (in.isOrig()) {
                if (fromClient.isText(c)) {
                    onTyped(c, out);
                }
            } else {
                if (fromServer.isText(c)) {
                    onShown(c, out);
                }
                serverBytes++;
            }
            if (success || serverBytes > MAX_BEFORE_LOGIN) {
                return DONE;
            }
        }
        return in.length();
    }

    private void onTyped(int c, EventWriter out) {
        if (waiting && heard && prompt == Prompt.NONE) {
            end(Outcome.SUCCESS, out);
            return;
        }
        if (c == '\r') {
            onEnter();
        } else if (prompt == Prompt.NAME) {
            if (c == 8 || c == 127) {
                user.cut(Math.max(0, user.length() - 1));
            } else if (c >= ' ') {
                user.append((byte) c);
            }
        }
    }

    private void onEnter() {
        if (prompt == Prompt.PASSWORD) {
            tries++;
            waiting = true;
            heard = false;
            reason.clear();
        }
        prompt = Prompt.NONE;
        line.clear();
    }

    private void onShown(int c, EventWriter out) {
        if (c == '\n') {
            onLine(out);
            line.clear();
            prompt = Prompt.NONE;
            return;
        }
        if (c < ' ') {
            return;
        }
        line.append((byte) c);
        heard |= c > ' ';
        if (c == ':') {
            onColon(out);
        }
    }

    private void onColon(EventWriter out) {
        if (endsWith(PASSWORD_PROMPTS)) {
            prompt = Prompt.PASSWORD;
        } else if (endsWith(NAME_PROMPTS) && !has("LAST ", 0)) {
            prompt = Prompt.NAME;
        } else {
            return;
        }
        if (waiting) {
            end(Outcome.FAILURE, out);
        }
        if (prompt == Prompt.NAME) {
            user.clear();
            user.append("");
        }
    }

    private void onLine(EventWriter out) {
        if (!waiting) {
            return;
        }
        for (String refusal : REFUSALS) {
            if (contains(refusal)) {
                reason.clear();
                reason.append(line.bytes(), 0, line.length());
                end(Outcome.FAILURE, out);
                return;
            }
        }
        for (String welcome : WELCOMES) {
            if (has(welcome, 0)) {
                end(Outcome.SUCCESS, out);
                return;
            }
        }
    }

    private boolean endsWith(String[] words) {
        for (String word : words) {
            int from = line.length() - word.length();
            if (from >= 0 && has(word, from)) {
                return true;
            }
        }
        return false;
    }

    private boolean contains(String word) {
        for (int at = 0; at + word.length() <= line.length(); at++) {
            if (has(word, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(String word, int from) {
        if (from + word.length() > line.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Line.upper(line.bytes()[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void end(Outcome outcome, EventWriter out) {
        waiting = false;
        if (user.length() > 0) {
            identity.user().append(user.bytes(), 0, user.length());
        }
        identity.cleartext(true);
        if (outcome == Outcome.FAILURE && reason.length() > 0) {
            identity.reason().append(reason.bytes(), 0, reason.length());
        }
        identity.write(out, "telnet", "password", "", outcome);
        success = outcome == Outcome.SUCCESS;
    }

    /** A shell's prompt stands there. */
    private boolean isShell() {
        int last = line.length() - 1;
        while (last >= 0 && line.bytes()[last] == ' ') {
            last--;
        }
        return last >= 0 && "$#>%".indexOf(line.bytes()[last]) >= 0;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        line.clear();
        prompt = Prompt.NONE; // what is typed now might be a secret
        (direction == Direction.ORIG ? fromClient : fromServer).reset();
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        if (waiting) {
            end(isShell() ? Outcome.SUCCESS : Outcome.UNKNOWN, out);
        }
        if (told || user.length() == 0 && tries == 0) {
            return;
        }
        told = true;
        out.begin(TELNET);
        if (user.length() > 0) {
            user.to(out, USER);
        }
        out.set(SUCCESS, success);
        out.set(TRIES, tries);
        out.end();
    }

    @Override
    public void reset() {
        fromClient.reset();
        fromServer.reset();
        line.clear();
        user.clear();
        reason.clear();
        identity.clear();
        prompt = Prompt.NONE;
        waiting = false;
        heard = false;
        success = false;
        told = false;
        tries = 0;
        serverBytes = 0;
    }
}
