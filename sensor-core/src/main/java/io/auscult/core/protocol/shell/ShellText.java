package io.auscult.core.protocol.shell;

import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** What command shells say first when nobody asked them to be friendly, and what people type into them. Stateless. */
final class ShellText {
    /** What a line is, or the beginning of one. */
    enum Kind {
        /** None of these. */
        OTHER,
        /** An unfinished line that may become one of these. */
        UNSURE,
        /** A line of text, as somebody types. */
        LINE,
        /** A line that begins with a command everybody types first. */
        COMMAND,
        /** A prompt of two characters, which other programs have too. */
        BARE_PROMPT,
        /** A command line that fetches a program with the means of old systems, as worms send it blindly: no other program would take it. */
        FETCH,
        /** A shell's greeting or prompt, or the answer to {@code id}. */
        SHELL
    }

    static final int MAX_LINE = 256; // bytes of a typed line, or of a prompt

    private static final byte[][] GREETINGS = {
        bytes("Microsoft Windows [Version "),
        bytes("Microsoft Windows XP [Version "),
        bytes("Microsoft Windows 2000 [Version "),
        bytes("Microsoft(R) Windows NT(TM)"),
        bytes("nt authority\\"),
        bytes("bash: cannot set terminal process group ("),
        bytes("bash: no job control in this shell"),
        bytes("sh: no job control in this shell"),
        bytes("sh: cannot set terminal process group ("),
        bytes("/bin/sh: can't access tty; job control turned off"),
        bytes("/bin/sh: 0: can't access tty; job control turned off"),
        bytes("sh: 0: can't access tty; job control turned off"),
        bytes("sh: can't access tty; job control turned off"),
    };
    private static final byte[][] FETCHES = {
        bytes("tftp -i "), bytes("tftp.exe -i "), bytes("ftp -s:"), bytes("ftp -n -s:"), bytes("ftp -i -s:")
    };
    private static final byte[] POWERSHELL = bytes("PS ");
    private static final byte[] BASH = bytes("bash-");
    private static final byte[] SH = bytes("sh-");
    private static final byte[] IDENTITY = bytes("uid=");
    private static final byte[] GROUP = bytes(") gid=");
    private static final byte[][] COMMANDS = {
        bytes("id"),
        bytes("whoami"),
        bytes("uname"),
        bytes("hostname"),
        bytes("ipconfig"),
        bytes("ifconfig"),
        bytes("systeminfo"),
        bytes("pwd"),
        bytes("ls"),
        bytes("dir"),
        bytes("ver"),
        bytes("net"),
        bytes("cmd"),
        bytes("sh"),
        bytes("bash"),
        bytes("/bin/sh"),
        bytes("/bin/bash"),
        bytes("cat"),
        bytes("echo"),
        bytes("cd"),
        bytes("python"),
        bytes("python3"),
        bytes("unset"),
        bytes("export"),
    };

    private ShellText() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What begins at {@code from}. Any number of bytes behind a prompt or greeting changes nothing, so it does not matter how the bytes were cut.
     *
     * @param to end of the line without its line feed, or of what is there of it
     */
    static Kind of(StreamView in, int from, int to, boolean isWhole) {
        int end = to > from && in.u8(to - 1) == '\r' ? to - 1 : to;
        for (byte[] greeting : GREETINGS) {
            if (end - from >= greeting.length && in.startsWith(greeting, from)) {
                return Kind.SHELL;
            }
        }
        if (isPrompt(in, from, end) || isIdentity(in, from, end)) {
            return Kind.SHELL;
        }
        if (!isPrintable(in, from, end) || isWhole && end == from) {
            return Kind.OTHER;
        }
        if (end - from >= 2 && (in.u8(from) == '$' || in.u8(from) == '#') && in.u8(from + 1) == ' ') {
            return Kind.BARE_PROMPT;
        }
        if (to - from >= MAX_LINE) {
            return Kind.OTHER;
        }
        if (!isWhole) {
            return Kind.UNSURE;
        }
        return isFetch(in, from, end) ? Kind.FETCH : isCommand(in, from, end) ? Kind.COMMAND : Kind.LINE;
    }

    private static boolean isPrompt(StreamView in, int from, int end) {
        if (end - from < 3) {
            return false;
        }
        int limit = Math.min(end, from + MAX_LINE);
        if (isFolder(in, in.startsWith(POWERSHELL, from) ? from + POWERSHELL.length : from, limit)) {
            return true;
        }
        for (int at = in.indexOf(' ', from + 1, limit); at > 0; at = in.indexOf(' ', at + 1, limit)) {
            int c = in.u8(at - 1);
            if ((c == '$' || c == '#') && isUnixPrompt(in, from, at - 1)) {
                return true;
            }
        }
        return false;
    }

    /** A drive, a colon, a backslash, a path and a mark. */
    private static boolean isFolder(StreamView in, int at, int limit) {
        if (limit - at < 4 || !isLetter(in.u8(at)) || in.u8(at + 1) != ':' || in.u8(at + 2) != '\\') {
            return false;
        }
        int mark = in.indexOf('>', at, limit);
        return mark > 0 && isPrintable(in, at + 3, mark);
    }

    /** {@code user@host:path} or {@code [user@host path]} or {@code bash-5.2}, up to the mark. */
    private static boolean isUnixPrompt(StreamView in, int from, int mark) {
        if (mark - from < 4 || !isPrintable(in, from, mark)) {
            return false;
        }
        if (in.startsWith(BASH, from) || in.startsWith(SH, from)) {
            return in.indexOf(' ', from, mark) < 0;
        }
        boolean isBracketed = in.u8(from) == '[' && in.u8(mark - 1) == ']';
        int user = isBracketed ? from + 1 : from;
        int host = in.indexOf('@', user, mark);
        int path = host < 0 ? -1 : in.indexOf(isBracketed ? ' ' : ':', host, mark);
        return host > user
                && path > host + 1
                && path + 1 < mark
                && in.indexOf(' ', user, path) < 0
                && (isBracketed || in.u8(path + 1) == '/' || in.u8(path + 1) == '~');
    }

    /** What {@code id} answers. */
    private static boolean isIdentity(StreamView in, int from, int end) {
        if (!in.startsWith(IDENTITY, from)) {
            return false;
        }
        int bracket = in.indexOf(')', from, Math.min(end, from + 64));
        return bracket > 0 && in.startsWith(GROUP, bracket);
    }

    private static boolean isFetch(StreamView in, int from, int end) {
        for (int at = in.indexOf('t', from, end); at >= 0; at = in.indexOf('t', at + 1, end)) {
            for (byte[] fetch : FETCHES) {
                int begin = fetch[0] == 'f' ? at - 1 : at;
                if (begin >= from && begin + fetch.length <= end && in.startsWith(fetch, begin)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCommand(StreamView in, int from, int end) {
        for (byte[] command : COMMANDS) {
            int behind = from + command.length;
            if (behind <= end
                    && in.startsWith(command, from)
                    && (behind == end || in.u8(behind) == ' ' || in.u8(behind) == ';')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrintable(StreamView in, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = in.u8(i);
            if (c < ' ' && c != '\t' || c == 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int c) {
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    }
}
