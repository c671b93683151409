package io.auscult.core.protocol.http;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.line.Base64Text;
import io.auscult.core.protocol.secret.CommandText;

/**
 * A request of WS-Management ([MS-WSMV], DMTF DSP0226) as far as it can be read: what is to be done to which resource, and the command where
 * it is in clear. One per parser, reused. Looks at the first {@link #MAX_BODY} bytes of the body and forgets them.
 */
final class WinRmMessage implements ContentWatcher {
    static final EventType WINRM =
            EventType.of("winrm", "A request of WS-Management, as Windows and its shells are managed by, over HTTP.");
    static final Field URI = WINRM.text("uri", "Target of the request.");
    static final Field USER_AGENT = WINRM.text("user_agent", "User-Agent header.");
    static final Field OPERATION = WINRM.text(
            "operation", "Last part of the action: Create, Command, Receive, Signal, Delete, Get, Enumerate ...");
    static final Field ACTION = WINRM.text("action", "The action, a URI.");
    static final Field RESOURCE_URI = WINRM.text("resource_uri", "What it is done to, a URI.");
    static final Field COMMAND =
            WINRM.text("command", "The command with its arguments, where it is in clear, without the passwords in it.");
    static final Field ENCRYPTED =
            WINRM.bool("encrypted", "Whether the content is sealed, so that nothing is known of it.");
    static final Field ENCRYPTION = WINRM.text("encryption", "By what it is sealed, as the header says.");
    static final Field REQUEST_BODY_LEN = WINRM.count("request_body_len", "Bytes of the request's body.");
    static final Field RESPONSE_BODY_LEN = WINRM.count("response_body_len", "Bytes of the reply's body.");
    static final Field STATUS_CODE = WINRM.count("status_code", "Status of the reply.");

    static final int MAX_BODY = 1 << 15; // bytes

    private static final int MAX_SPARE = 1 << 12; // bytes of memory that stay with an idle parser
    private static final int MAX_URI = 512;
    private static final int MAX_COMMAND = 1 << 12;
    private static final int MAX_ELEMENTS = 1000; // of the document that are looked at
    private static final String[] COMMANDS = {"command", "commandline", "script"};
    private static final byte[] REMOTE_COMMAND = {'N', '=', '"', 'C', 'm', 'd', '"', '>'}; // [MS-PSRP] 2.2.3.12

    private static final byte[] PROTOCOL = {'p', 'r', 'o', 't', 'o', 'c', 'o', 'l', '=', '"'};
    private static final byte[] POWERSHELL = {'p', 'o', 'w', 'e', 'r', 's', 'h', 'e', 'l', 'l'};

    private final TextSlot body = new TextSlot(MAX_BODY);
    private final TextSlot action = new TextSlot(MAX_URI);
    private final TextSlot resource = new TextSlot(MAX_URI);
    private final TextSlot command = new TextSlot(MAX_COMMAND);
    private final TextSlot arguments = new TextSlot(MAX_COMMAND);
    private final TextSlot remoting = new TextSlot(MAX_BODY);
    private final TextSlot encryption = new TextSlot(128);
    private boolean open;
    private boolean encrypted;

    /** Whether a request to this target with this type of content is WS-Management; if so, it begins. */
    boolean begin(TextSlot uri, TextSlot contentType) {
        reset();
        encrypted = contentType.startsWith("multipart/encrypted");
        open = uri.startsWith("/wsman") && (encrypted || contentType.startsWith("application/soap+xml"));
        if (open && encrypted) {
            protocol(contentType);
        }
        return open;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void content(byte[] bytes, int offset, int size) {
        if (!encrypted) {
            body.append(bytes, offset, size);
        }
    }

    int kept() {
        return body.length() + action.length() + resource.length() + command.length();
    }

    /** The reply is whole, or none comes. */
    void write(HttpTransaction transaction, EventWriter out) {
        if (!open) {
            return;
        }
        open = false;
        if (!encrypted) {
            read();
        }
        out.begin(WINRM, transaction.timestampNs);
        transaction.uri.to(out, URI);
        transaction.userAgent.to(out, USER_AGENT);
        if (action.length() > 0) {
            int from = action.length();
            while (from > 0 && action.bytes()[from - 1] != '/') {
                from--;
            }
            out.set(OPERATION, action.bytes(), from, action.length() - from);
            action.to(out, ACTION);
        }
        if (resource.length() > 0) {
            resource.to(out, RESOURCE_URI);
        }
        if (command.length() > 0) {
            arguments.clear();
            CommandText.append(command.bytes(), 0, command.length(), arguments);
            arguments.to(out, COMMAND);
        }
        out.set(ENCRYPTED, encrypted);
        encryption.to(out, ENCRYPTION);
        out.set(REQUEST_BODY_LEN, transaction.requestBodyLength);
        if (transaction.hasStatus) {
            out.set(RESPONSE_BODY_LEN, transaction.replyBodyLength);
            out.set(STATUS_CODE, transaction.statusCode);
        }
        out.end();
        reset();
    }

    void reset() {
        open = false;
        encrypted = false;
        body.clear();
        body.trim(MAX_SPARE);
        remoting.clear();
        remoting.trim(MAX_SPARE);
        action.clear();
        resource.clear();
        command.clear();
        arguments.clear();
        encryption.clear();
    }

    /** {@code multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary=...} */
    private void protocol(TextSlot contentType) {
        byte[] bytes = contentType.bytes();
        int at = find(bytes, 0, contentType.length(), PROTOCOL);
        if (at < 0) {
            return;
        }
        int from = at + PROTOCOL.length;
        int to = from;
        while (to < contentType.length() && bytes[to] != '"') {
            to++;
        }
        encryption.append(bytes, from, to - from);
    }

    /** Elements by their local names, in order; what is nested does not matter. */
    private void read() {
        narrow();
        byte[] bytes = body.bytes();
        int end = body.length();
        int at = next(bytes, 0, end, '<');
        for (int i = 0; i < MAX_ELEMENTS && at < end; i++) {
            int name = at + 1;
            int nameEnd = name;
            while (nameEnd < end && bytes[nameEnd] > ' ' && bytes[nameEnd] != '>' && bytes[nameEnd] != '/') {
                if (bytes[nameEnd] == ':') {
                    name = nameEnd + 1;
                }
                nameEnd++;
            }
            int tagEnd = next(bytes, nameEnd, end, '>');
            int textEnd = next(bytes, tagEnd, end, '<');
            if (tagEnd < end && bytes[tagEnd - 1] != '/') {
                onElement(bytes, name, nameEnd, tagEnd + 1, textEnd);
            }
            at = textEnd;
        }
        if (arguments.length() > 0) {
            if (find(resource.bytes(), 0, resource.length(), POWERSHELL) >= 0) {
                readRemoting();
            } else {
                command.append((byte) ' ');
                command.append(arguments);
            }
        }
    }

    private void onElement(byte[] bytes, int name, int nameEnd, int from, int to) {
        if (is(bytes, name, nameEnd, "action")) {
            set(action, bytes, from, to);
        } else if (is(bytes, name, nameEnd, "resourceuri")) {
            set(resource, bytes, from, to);
        } else if (is(bytes, name, nameEnd, "arguments")) {
            if (arguments.length() > 0) {
                arguments.append((byte) ' ');
            }
            unescape(bytes, from, to, arguments);
        } else if (command.length() == 0) {
            for (String known : COMMANDS) {
                if (is(bytes, name, nameEnd, known)) {
                    unescape(bytes, from, to, command);
                }
            }
        }
    }

    private static void set(TextSlot into, byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] <= ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] <= ' ') {
            end--;
        }
        if (into.length() == 0 && end > start) {
            unescape(bytes, start, end, into);
        }
    }

    /** UTF-16 without its zeros: the names and most texts are ASCII. */
    private void narrow() {
        byte[] bytes = body.bytes();
        if (body.length() < 4 || bytes[1] != 0 && bytes[3] != 0) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < body.length(); i++) {
            if (bytes[i] != 0) {
                bytes[kept++] = bytes[i];
            }
        }
        body.cut(kept);
    }

    /** A command of PowerShell remoting, [MS-PSRP] 2.2.2.10: inside Base64, inside fragments, inside XML. */
    private void readRemoting() {
        Base64Text.decode(arguments.bytes(), 0, arguments.length(), remoting);
        byte[] bytes = remoting.bytes();
        int end = remoting.length();
        for (int at = find(bytes, 0, end, REMOTE_COMMAND); at >= 0; at = find(bytes, at + 1, end, REMOTE_COMMAND)) {
            int from = at + REMOTE_COMMAND.length;
            int to = next(bytes, from, end, '<');
            if (command.length() > 0) {
                command.append("; ");
            }
            unescape(bytes, from, to, command);
        }
    }

    private static int next(byte[] bytes, int from, int end, char c) {
        int at = from;
        while (at < end && bytes[at] != c) {
            at++;
        }
        return at;
    }

    private static int find(byte[] bytes, int from, int end, byte[] text) {
        for (int at = from; at + text.length <= end; at++) {
            int i = 0;
            while (i < text.length && bytes[at + i] == text[i]) {
                i++;
            }
            if (i == text.length) {
                return at;
            }
        }
        return -1;
    }

    private static boolean is(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Appends text with the five named characters of XML undone. */
    private static void unescape(byte[] bytes, int from, int to, TextSlot into) {
        into.append("");
        for (int i = from; i < to; i++) {
            if (bytes[i] != '&') {
                into.append(bytes[i]);
                continue;
            }
            int end = next(bytes, i, Math.min(to, i + 6), ';');
            int c = is(bytes, i + 1, end, "lt")
                    ? '<'
                    : is(bytes, i + 1, end, "gt")
                            ? '>'
                            : is(bytes, i + 1, end, "amp")
                                    ? '&'
                                    : is(bytes, i + 1, end, "quot") ? '"' : is(bytes, i + 1, end, "apos") ? '\'' : 0;
            into.append((byte) (c == 0 ? '&' : c));
            i = c == 0 ? i : end;
        }
    }
}
