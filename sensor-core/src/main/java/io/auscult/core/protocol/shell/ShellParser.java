package io.auscult.core.protocol.shell;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.oddity.Oddity;
import io.auscult.core.protocol.shell.ShellText.Kind;
import java.util.List;

/**
 * A command shell that somebody types into over a connection of nothing else. Told when one side has greeted or prompted as shells do and the other has sent a line, or by a line that is of no use to anything else; a transcript
 * that is sent as a file has no such other side. Works from the middle of a connection. Names no service.
 */
public final class ShellParser implements ProtocolParser {
    public static final Protocol PROTOCOL =
            new Protocol("shell", true, false, List.of(), ShellParser::probe, ShellParser::new, List.of(Oddity.ODDITY));

    private static final int MAX_READ = 4096; // bytes of a direction
    private static final int SHORT = 64; // bytes of a line that may be typed in
    private static final int MAX_WORD = 64;

    private final Side orig = new Side();
    private final Side resp = new Side();

    /** What one side has shown itself to be. */
    private static final class Side {
        private final TextSlot word = new TextSlot(MAX_WORD);
        private Kind kind = Kind.OTHER;
        private int read;
        private boolean isJudged; // the rest of an unfinished line says nothing new

        private void clear() {
            word.clear();
            kind = Kind.OTHER;
            read = 0;
            isJudged = false;
        }
    }

    static Verdict probe(StreamView first) {
        int at = start(first, 0);
        int lineFeed = first.indexOf('\n', at, at + ShellText.MAX_LINE);
        boolean isWhole = lineFeed >= 0;
        return switch (ShellText.of(first, at, isWhole ? lineFeed : first.length(), isWhole)) {
            case SHELL, FETCH, COMMAND -> Verdict.YES;
            case UNSURE, BARE_PROMPT -> Verdict.UNSURE;
            case LINE -> first.length() <= SHORT ? Verdict.UNSURE : Verdict.NO;
            case OTHER -> Verdict.NO;
        };
    }

    /** Behind empty lines. */
    private static int start(StreamView in, int from) {
        int at = from;
        while (at < in.length() && (in.u8(at) == '\r' || in.u8(at) == '\n')) {
            at++;
        }
        return at;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        Side side = in.isOrig() ? orig : resp;
        int at = 0;
        while (at < in.length() && side.read <= MAX_READ) {
            int lineFeed = in.indexOf('\n', at, in.length());
            int end = lineFeed < 0 ? in.length() : lineFeed;
            if (!side.isJudged) {
                Kind kind = ShellText.of(in, at, end, lineFeed >= 0);
                if (kind == Kind.UNSURE) {
                    return at;
                }
                if (kind.compareTo(side.kind) > 0) {
                    side.kind = kind;
                }
                if (kind == Kind.LINE || kind == Kind.COMMAND || kind == Kind.FETCH) {
                    keepWord(side.word, in, at, end);
                }
                if (isTold(out)) {
                    return DONE;
                }
            }
            side.isJudged = lineFeed < 0;
            int next = lineFeed < 0 ? end : lineFeed + 1;
            side.read += next - at;
            at = next;
        }
        return side.read > MAX_READ ? DONE : at;
    }

    private boolean isTold(EventWriter out) {
        if (isShell(resp, orig) || orig.kind == Kind.FETCH) {
            Oddity.SHELL_SERVED.write(out, orig.word, resp.kind == Kind.SHELL ? Oddity.SUCCESS : "");
            return true;
        }
        if (isShell(orig, resp) || resp.kind == Kind.FETCH) {
            Oddity.SHELL_HANDED_OVER.write(out, resp.word, orig.kind == Kind.SHELL ? Oddity.SUCCESS : "");
            return true;
        }
        return false;
    }

    private static boolean isShell(Side shell, Side typist) {
        return shell.kind == Kind.SHELL && (typist.kind == Kind.LINE || typist.kind == Kind.COMMAND)
                || shell.kind == Kind.BARE_PROMPT && typist.kind == Kind.COMMAND;
    }

    /** The command without what is behind it, where passwords may be. */
    private static void keepWord(TextSlot word, StreamView in, int from, int end) {
        int at = from;
        while (at < end && at - from < MAX_WORD && in.u8(at) > ' ' && in.u8(at) != ';') {
            at++;
        }
        word.set(in, from, at - from);
    }

    @Override
    public void reset() {
        orig.clear();
        resp.clear();
    }
}
