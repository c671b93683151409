package io.auscult.core.protocol.http;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the user's name in what a form or a program posts to log in: {@code application/x-www-form-urlencoded} or JSON that has a field for
 * a user and one for a password. Reads byte by byte; the value of any other field is never kept. One per parser, reused; looks at the first
 * {@link #MAX_BYTES}.
 */
final class LoginContent implements ContentWatcher {
    static final int MAX_BYTES = 1 << 13;

    private static final int MAX_KEY = 64; // bytes
    private static final List<String> USERS = names("user");
    private static final List<String> PASSWORDS = names("password");

    private enum Kind {
        OTHER,
        USER,
        PASSWORD
    }

    private final TextSlot key = new TextSlot(MAX_KEY);
    private final TextSlot user = new TextSlot(IdentityUse.MAX_NAME);
    private boolean json;
    private boolean open;
    private int seen;
    private Kind kind = Kind.OTHER;
    private boolean inValue;
    private boolean inString;
    private boolean escaped;
    private boolean userDone;
    private boolean hasPassword;
    private int percent; // digits that an escape still lacks
    private int escape;

    private static List<String> names(String kind) {
        try (InputStream in = LoginContent.class.getResourceAsStream("login-fields.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: login-fields.tsv (expected: beside " + LoginContent.class.getName() + ")");
            }
            List<String> names = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith(kind + "\t")) {
                    names.add(line.substring(kind.length() + 1).strip());
                }
            }
            return List.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a body of this Content-Type is worth a look; if so, it begins. */
    boolean begin(TextSlot contentType) {
        reset();
        if (contentType.startsWith("application/x-www-form-urlencoded")) {
            open = true;
        } else if (contentType.startsWith("application/json")) {
            open = true;
            json = true;
        }
        return open;
    }

    boolean isOpen() {
        return open;
    }

    boolean isJson() {
        return json;
    }

    @Override
    public void content(byte[] bytes, int offset, int size) {
        int taken = Math.min(size, MAX_BYTES - seen);
        seen += taken;
        for (int i = offset; i < offset + taken; i++) {
            if (json) {
                onJson(bytes[i]);
            } else {
                onForm(bytes[i]);
            }
        }
    }

    @Override
    public void gap() {
        open = false;
    }

    /** The body is over. @return whether it was a login; then {@link #user} is set */
    boolean end() {
        boolean login = open && hasPassword && user.length() > 0;
        open = false;
        return login;
    }

    /** Whether a password was among it, whoever's. */
    boolean hasPassword() {
        return hasPassword;
    }

    TextSlot user() {
        return user;
    }

    void reset() {
        open = false;
        json = false;
        seen = 0;
        key.clear();
        user.clear();
        kind = Kind.OTHER;
        inValue = false;
        inString = false;
        escaped = false;
        userDone = false;
        hasPassword = false;
        percent = 0;
        escape = 0;
    }

    private void onForm(int c) {
        if (c == '&') {
            endValue();
            key.clear();
            inValue = false;
            percent = 0;
        } else if (c == '=' && !inValue) {
            inValue = true;
            percent = 0;
            kind = kind();
        } else if (c == '%') {
            percent = 2;
            escape = 0;
        } else if (percent > 0) {
            int digit = Character.digit(c, 16);
            escape = escape << 4 | Math.max(digit, 0);
            if (--percent == 0) {
                take(escape);
            }
        } else {
            take(c == '+' ? ' ' : c);
        }
    }

    private void onJson(int c) {
        if (inString) {
            if (escaped) {
                escaped = false;
                take(c);
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
                if (inValue) {
                    endValue();
                    inValue = false;
                }
            } else {
                take(c);
            }
        } else if (c == '"') {
            inString = true;
            if (!inValue) {
                key.clear();
            }
        } else if (c == ':') {
            inValue = true;
            kind = kind();
        } else if (c == ',' || c == '{' || c == '}' || c == '[') {
            inValue = false;
        }
    }

    private void take(int c) {
        if (!inValue) {
            key.append((byte) (c >= 'A' && c <= 'Z' ? c + 32 : c));
        } else if (kind == Kind.USER && !userDone) {
            user.append((byte) c);
        } else if (kind == Kind.PASSWORD) {
            hasPassword = true;
        }
    }

    private void endValue() {
        userDone |= user.length() > 0;
    }

    /** By the last part of the key: {@code session[user_name]}, {@code form$UserName}. */
    private Kind kind() {
        int from = 0;
        int to = key.length();
        byte[] bytes = key.bytes();
        while (to > 0 && bytes[to - 1] == ']') {
            to--;
        }
        for (int i = 0; i < to; i++) {
            if (bytes[i] == '[' || bytes[i] == '$' || bytes[i] == '.' || bytes[i] == ':') {
                from = i + 1;
            }
        }
        for (String name : PASSWORDS) {
            if (contains(bytes, from, to, name)) {
                return Kind.PASSWORD;
            }
        }
        for (String name : USERS) {
            if (to - from == name.length() && contains(bytes, from, to, name)) {
                return Kind.USER;
            }
        }
        return Kind.OTHER;
    }

    private static boolean contains(byte[] bytes, int from, int to, String name) {
        for (int at = from; at + name.length() <= to; at++) {
            int i = 0;
            while (i < name.length() && bytes[at + i] == name.charAt(i)) {
                i++;
            }
            if (i == name.length()) {
                return true;
            }
        }
        return false;
    }
}
