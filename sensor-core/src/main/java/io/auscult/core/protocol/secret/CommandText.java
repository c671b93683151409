package io.auscult.core.protocol.secret;

import io.auscult.core.protocol.TextSlot;

/**
 * A command line as an event may show it: hidden are the values of options and settings whose name means a secret ({@code /password:x}, {@code -pw x},
 * {@code Password=x;}, {@code -p x}, {@code /rp x}), what {@code net user} and {@code net use} take as password, and the text that becomes a secure string.
 * Stateless; time linear.
 */
public final class CommandText {
    private static final String[] SHORT_OPTIONS = {"p", "rp"};
    private static final String[] NET = {"net", "net1", "net.exe", "net1.exe"};
    private static final String SECURE_STRING = "convertto-securestring";

    /** What the next words are. */
    private enum Expected {
        ANYTHING,
        /** The value of an option. */
        SECRET,
        /** The same, or an option before it. */
        SECRET_STRING,
        /** {@code user} or {@code use}. */
        NET_COMMAND,
        NET_USER,
        NET_PASSWORD,
        NET_USE
    }

    private CommandText() {}

    /** Appends the command line. */
    public static void append(byte[] bytes, int from, int to, TextSlot into) {
        Expected expected = Expected.ANYTHING;
        int at = from;
        while (at < to) {
            int word = at;
            while (word < to && isSpace(bytes[word])) {
                word++;
            }
            into.append(bytes, at, word - at);
            at = wordEnd(bytes, word, to, expected == Expected.SECRET || expected == Expected.SECRET_STRING);
            if (at > word) {
                expected = word(bytes, word, at, expected, into);
            }
        }
    }

    private static Expected word(byte[] bytes, int from, int to, Expected expected, TextSlot into) {
        boolean option = bytes[from] == '-' || bytes[from] == '/';
        boolean secret = switch (expected) {
            case SECRET, SECRET_STRING, NET_PASSWORD -> !option;
            case NET_USE -> !option && !isShareOrDrive(bytes, from, to);
            default -> false;
        };
        if (secret) {
            into.append(SecretNames.HIDDEN);
            return expected == Expected.NET_PASSWORD || expected == Expected.NET_USE ? expected : Expected.ANYTHING;
        }
        boolean open = settings(bytes, from, to, into);
        if (open || option && isSecretOption(bytes, from, to)) {
            return Expected.SECRET;
        }
        if (endsWith(bytes, from, to, SECURE_STRING)) {
            return Expected.SECRET_STRING;
        }
        for (String net : NET) {
            if (endsWith(bytes, from, to, net)
                    && isWordStart(bytes, from, to - unquoted(bytes, from, to) - net.length())) {
                return Expected.NET_COMMAND;
            }
        }
        return switch (expected) {
            case NET_COMMAND ->
                endsWith(bytes, from, to, "user")
                        ? Expected.NET_USER
                        : endsWith(bytes, from, to, "use") ? Expected.NET_USE : Expected.ANYTHING;
            case NET_USER -> option ? Expected.NET_USER : Expected.NET_PASSWORD;
            case SECRET_STRING, NET_PASSWORD, NET_USE -> isSeparator(bytes, from, to) ? Expected.ANYTHING : expected;
            default -> Expected.ANYTHING;
        };
    }

    /** Appends a word, without the values of the secrets that are set in it. @return whether the last of them is still to come */
    private static boolean settings(byte[] bytes, int from, int to, TextSlot into) {
        int shown = from;
        int name = from;
        int at = from;
        while (at < to) {
            int c = bytes[at++];
            if (c == '=' || c == ':') {
                if (at - 1 > name && (SecretNames.isSecret(bytes, name, at - 1) || isShort(bytes, name, at - 1))) {
                    into.append(bytes, shown, at - shown);
                    int end = valueEnd(bytes, at, to);
                    if (end == at && at == to) {
                        return true;
                    }
                    into.append(SecretNames.HIDDEN);
                    at = end;
                    shown = end;
                }
                name = at;
            } else if (c == ';' || c == ',' || c == '&' || c == '"' || c == '\'' || c == '(' || c == '{' || c == ' ') {
                name = at;
            }
        }
        into.append(bytes, shown, to - shown);
        return false;
    }

    private static int valueEnd(byte[] bytes, int from, int to) {
        int quote = from < to && (bytes[from] == '"' || bytes[from] == '\'') ? bytes[from] : 0;
        int at = quote == 0 ? from : from + 1;
        while (at < to && (quote == 0 ? bytes[at] != ';' && bytes[at] != '&' : bytes[at] != quote)) {
            at++;
        }
        return quote == 0 ? at : Math.min(to, at + 1);
    }

    private static boolean isSecretOption(byte[] bytes, int from, int to) {
        return SecretNames.isSecret(bytes, from, to) || isShort(bytes, from, to);
    }

    private static boolean isShort(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && (bytes[start] == '-' || bytes[start] == '/')) {
            start++;
        }
        for (String option : SHORT_OPTIONS) {
            if (start > from && to - start == option.length() && endsWith(bytes, start, to, option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShareOrDrive(byte[] bytes, int from, int to) {
        int start = bytes[from] == '"' ? from + 1 : from;
        boolean share = start + 1 < to && bytes[start] == '\\' && bytes[start + 1] == '\\';
        return share || start + 1 < to && bytes[start + 1] == ':' || isSeparator(bytes, from, to);
    }

    private static boolean isSeparator(byte[] bytes, int from, int to) {
        return to - from <= 2 && (bytes[from] == '&' || bytes[from] == '|' || bytes[from] == '>' || bytes[from] == ';');
    }

    private static boolean isWordStart(byte[] bytes, int from, int at) {
        return at <= from
                || bytes[at - 1] == '\\'
                || bytes[at - 1] == '/'
                || bytes[at - 1] == '"'
                || bytes[at - 1] == '\'';
    }

    /** 1 when the word ends with a quote. */
    private static int unquoted(byte[] bytes, int from, int to) {
        return to - 1 > from && (bytes[to - 1] == '"' || bytes[to - 1] == '\'') ? 1 : 0;
    }

    /** In any case, a closing quote left out. */
    private static boolean endsWith(byte[] bytes, int from, int to, String lowerCase) {
        int end = to - unquoted(bytes, from, to);
        int at = end - lowerCase.length();
        if (at < from) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A word goes on inside quotes that begin behind {@code =} or {@code :}; the value of an option also inside those that it begins with. */
    private static int wordEnd(byte[] bytes, int from, int to, boolean value) {
        int quote = 0;
        int at = from;
        while (at < to && (quote != 0 || !isSpace(bytes[at]))) {
            int c = bytes[at];
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && (at == from ? value : bytes[at - 1] == '=' || bytes[at - 1] == ':')) {
                quote = closes(bytes, at, to) ? c : 0;
            }
            at++;
        }
        return at;
    }

    private static boolean closes(byte[] bytes, int at, int to) {
        for (int i = at + 1; i < to; i++) {
            if (bytes[i] == bytes[at]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
