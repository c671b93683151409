package io.auscult.core.protocol.telnet;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.line.Line;

/**
 * Logging in by prompts, over Telnet or rlogin: what is typed at a prompt for a name is kept, what is typed at any other is not. A new prompt or words of
 * refusal after a password mean that it was wrong; when the client types on at another prompt it was right. One {@code identity} event a try. Part of a parser.
 */
public final class LoginDialogue {
    /** Bytes of the server's line that are looked at. */
    public static final int MAX_LINE = 256;

    private static final int MAX_USER = 128;
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

    private final String protocol;
    private final TextSlot line = new TextSlot(MAX_LINE); // of the server
    private final TextSlot user = new TextSlot(MAX_USER);
    private final TextSlot reason = new TextSlot(MAX_LINE);
    private final IdentityUse identity = new IdentityUse();
    private Prompt prompt = Prompt.NONE;
    private boolean waiting; // a password was sent
    private boolean heard; // the server has said something, since then
    private boolean asked;
    private boolean success;
    private long tries;

    /** @param protocol as in {@code conn.service} */
    public LoginDialogue(String protocol) {
        this.protocol = protocol;
    }

    /** Who tries to log in. */
    public TextSlot user() {
        return user;
    }

    /** Whether a password was right. */
    public boolean isSuccess() {
        return success;
    }

    /** How often a password was sent. */
    public long tries() {
        return tries;
    }

    /** Whether the server has asked for anything. */
    public boolean isAsked() {
        return asked;
    }

    /** Whether the server has said anything that can be read. */
    public boolean isHeard() {
        return heard;
    }

    /** One character of the client. */
    public void typed(int c, EventWriter out) {
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

    /** One character of the server. */
    public void shown(int c, EventWriter out) {
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
        asked = true;
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
                reason.append(line);
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
            identity.user().append(user);
        }
        identity.cleartext(true);
        if (outcome == Outcome.FAILURE && reason.length() > 0) {
            identity.reason().append(reason);
        }
        identity.write(out, protocol, "password", "", outcome);
        success = outcome == Outcome.SUCCESS;
    }

    /** Something is missing: what is typed now might be a secret. */
    public void onGap() {
        line.clear();
        prompt = Prompt.NONE;
    }

    /** The connection is over. */
    public void onEnd(EventWriter out) {
        if (waiting) {
            end(isShell() ? Outcome.SUCCESS : Outcome.UNKNOWN, out);
        }
    }

    /** A shell's prompt stands there. */
    public boolean isShell() {
        int last = line.length() - 1;
        while (last >= 0 && line.bytes()[last] == ' ') {
            last--;
        }
        return last >= 0 && "$#>%".indexOf(line.bytes()[last]) >= 0;
    }

    public void reset() {
        line.clear();
        user.clear();
        reason.clear();
        identity.clear();
        prompt = Prompt.NONE;
        waiting = false;
        heard = false;
        asked = false;
        success = false;
        tries = 0;
    }
}
