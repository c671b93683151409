package io.auscult.core.protocol.ftp;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.line.Line;
import io.auscult.core.protocol.line.LineReader;
import java.util.List;

/**
 * FTP's control connection, RFC 959: one {@code ftp} event for each command that moves or names a file or a data connection, with its last
 * reply; one {@code identity} event for each try to log in. Replies are given to the pending command they fit best, as Zeek does it. Passwords
 * and accounts are never kept. After AUTH TLS the rest is TLS's.
 */
public final class FtpParser implements ProtocolParser {
    public static final EventType FTP =
            EventType.of("ftp", "An FTP command about a file or a data connection, and its reply.");
    static final Field USER = FTP.text("user", "Who is, or tries to be, logged in.");
    static final Field COMMAND = FTP.text("command", "The command.");
    static final Field ARG = FTP.text("arg", "Its argument; of a command about a file the URL of that file.");
    static final Field FILE_SIZE = FTP.count("file_size", "Size of the file, as the server said.");
    static final Field REPLY_CODE = FTP.count("reply_code", "Code of the last reply.");
    static final Field REPLY_MSG = FTP.text("reply_msg", "Text of the last reply.");
    static final Field DATA_PASSIVE =
            FTP.bool("data_channel.passive", "Whether the server listens for the data connection.");
    static final Field DATA_ORIG_H = FTP.address("data_channel.orig_h", "Who will open the data connection.");
    static final Field DATA_RESP_H = FTP.address("data_channel.resp_h", "Who listens for it.");
    static final Field DATA_RESP_P = FTP.port("data_channel.resp_p", "On which port.");

    static final List<Integer> PORTS = List.of(21, 2811);

    public static final Protocol PROTOCOL = new Protocol(
            "ftp", true, false, PORTS, FtpProbe::probe, FtpParser::new, List.of(FTP, IdentityUse.IDENTITY));

    static final int MAX_LINE = 8192; // bytes
    static final int MAX_PENDING = 20; // commands, as Zeek
    static final int MAX_BAD_LINES = 16; // of the server, in a row
    static final int MAX_USER = 128; // bytes

    private static final int MAX_COMMAND_WORD = 40; // bytes; as Zeek
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_DIRECTORY = 1024;
    private static final int MAX_SPARE = 256; // bytes of memory that stay with an idle parser
    private static final long DATA_NS = 300_000_000_000L; // a data connection is expected that long
    private static final int MAX_NAMED = 128; // bytes of a reply in which a command or its argument is looked for
    private static final int ANY_COMMAND = 500; // syntax error

    private static final String[] LOGGED = {
        "APPE", "DELE", "RETR", "STOR", "STOU", "ACCT", "PORT", "PASV", "EPRT", "EPSV"
    };
    private static final String[] ABOUT_FILES = {
        "APPE", "CWD", "DELE", "MKD", "RETR", "RMD", "RNFR", "RNTO", "STOR", "STOU", "REST", "SIZE", "MDTM"
    };
    private static final String[] TRANSFERS = {"RETR", "STOR", "STOU", "APPE"};
    private static final String HIDDEN = "<hidden>"; // Zeek's word
    private static final String UNKNOWN = "<unknown>"; // Zeek's word
    private static final String INIT = "<init>"; // the greeting answers it

    private final LineReader requests = new LineReader(MAX_LINE);
    private final LineReader replies = new LineReader(MAX_LINE);
    private final Line line = new Line();
    private final FtpCommand[] pending = new FtpCommand[MAX_PENDING + 1]; // those behind pendingCount are spare
    private int pendingCount;
    private FtpCommand answered; // the last reply is its; null for none
    private final TextSlot user = new TextSlot(MAX_USER);
    private final TextSlot directory = new TextSlot(MAX_DIRECTORY);
    private final TextSlot message = new TextSlot(MAX_MESSAGE);
    private final TextSlot url = new TextSlot(FtpCommand.MAX_ARGUMENT);
    private final FtpDataChannel data = new FtpDataChannel();
    private final FtpDataChannel lastData = new FtpDataChannel();
    private final FtpLogin login = new FtpLogin();
    private int replyCode; // -1: none yet
    private int openReply; // code of a reply of several lines that has not ended
    private long fileSize; // -1: not told
    private int badLines;
    private boolean begun;
    private long origHigh;
    private long origLow;
    private long respHigh;
    private long respLow;

    public FtpParser() {
        reset();
    }

    static boolean isUsualPort(int port) {
        for (int i = 0; i < PORTS.size(); i++) {
            if (PORTS.get(i) == port) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        LineReader lines = in.isOrig() ? requests : replies;
        ConnectionId c = in.connection();
        origHigh = c.origHigh;
        origLow = c.origLow;
        respHigh = c.respHigh;
        respLow = c.respLow;
        int at = 0;
        while (at < in.length()) {
            int next = lines.next(in, at, line);
            if (next == at) {
                break;
            }
            at = next;
            if (line.isSet() && line.length() > 0) {
                if (in.isOrig()) {
                    onRequest(in, out);
                } else if (!onReply(in, out)) {
                    return DONE;
                }
                if (in.isHandedOver()) {
                    return at;
                }
            }
        }
        return at;
    }

    // ---- commands ----

    private void onRequest(StreamView in, EventWriter out) {
        int word = line.skipSpace(line.from());
        while (line.at(word) == 0xFF) { // IAC and its command, RFC 959 section 4.1.3 on ABOR
            word += 2;
        }
        int wordEnd = line.wordEnd(word);
        if (!isWord(word, wordEnd)) {
            return;
        }
        in.confirm();
        begin(out);
        if (answered != null && replyCode >= 0 && remove(answered)) {
            write(answered, out);
        }
        answered = null;
        if (pendingCount == MAX_PENDING) {
            return;
        }
        FtpCommand command = add(out);
        line.copyUpper(word, wordEnd, command.name);
        int argument = line.skipSpace(wordEnd);
        if (command.is("PASS") || command.is("ACCT") || command.is("ADAT")) {
            command.argument.append(HIDDEN);
        } else if (command.is("AUTH")) {
            line.copyUpper(argument, line.to(), command.argument);
        } else {
            line.copy(argument, line.to(), command.argument);
        }
        onCommand(command, in, out);
    }

    private boolean isWord(int from, int to) {
        if (to - from < 3 || to - from > MAX_COMMAND_WORD) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (line.at(at) <= ' ' || line.at(at) > '~') {
                return false;
            }
        }
        return true;
    }

    private void onCommand(FtpCommand command, StreamView in, EventWriter out) {
        if (command.is("USER")) {
            user.clear();
            user.append(command.argument.bytes(), 0, command.argument.length());
            login.user(user, out);
        } else if (command.is("PASS")) {
            login.password(user);
        } else if (command.is("PORT") && data.readPort(command.argument, 0)
                || command.is("EPRT") && data.readExtended(command.argument, 0, origHigh, origLow)) {
            data.passive = false;
            expect(in, out);
        } else if (lastData.isSet() && isOneOf(command, TRANSFERS)) {
            url.clear();
            FtpPath.append(directory, command.argument, url);
            announce(in, out);
        }
    }

    private void expect(StreamView in, EventWriter out) {
        lastData.copy(data);
        url.clear();
        announce(in, out);
    }

    /** The next data connection carries the file that {@link #url} names, if any. */
    private void announce(StreamView in, EventWriter out) {
        long until = out.nowNs() + DATA_NS;
        in.expectations().add(lastData.high, lastData.low, lastData.port, FtpDataParser.NAME, url, until);
    }

    private FtpCommand add(EventWriter out) {
        if (pending[pendingCount] == null) {
            pending[pendingCount] = new FtpCommand();
        }
        FtpCommand added = pending[pendingCount++];
        added.begin(out.nowNs());
        return added;
    }

    /** @return whether it was pending */
    private boolean remove(FtpCommand command) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i] == command) {
                pendingCount--;
                System.arraycopy(pending, i + 1, pending, i, pendingCount - i);
                pending[pendingCount] = command;
                return true;
            }
        }
        return false;
    }

    /** Before the first command the server greets. */
    private void begin(EventWriter out) {
        if (!begun) {
            begun = true;
            add(out).name.append(INIT);
        }
    }

    // ---- replies ----

    /** @return whether this may still be FTP */
    private boolean onReply(StreamView in, EventWriter out) {
        int code = line.replyCode();
        int text = line.from();
        boolean more = false;
        if (openReply != 0) {
            if (code == openReply && line.at(text + 3) == ' ') {
                openReply = 0;
                text = line.skipSpace(text + 3);
            } else {
                more = true;
                code = 0;
            }
        } else if (code < 100 || line.length() > 3 && line.at(text + 3) != ' ' && line.at(text + 3) != '-') {
            return ++badLines < MAX_BAD_LINES;
        } else if (line.at(text + 3) == '-') {
            openReply = code;
            more = true;
            text = line.skipSpace(text + 4);
        } else {
            text = line.skipSpace(Math.min(text + 3, line.to()));
        }
        badLines = 0;
        begin(out);
        if (more && code == 0 && replyCode >= 0 && !isLikeReply()) {
            return true;
        }
        line.copy(text, line.to(), message);
        replyCode = code;
        answered = bestFit();
        if (!more && answered != null) {
            onAnswer(answered, in, out);
        }
        if (answered != null && pendingCount > 1 && remove(answered)) {
            write(answered, out);
            answered = null;
        }
        return true;
    }

    /** Inside a reply of several lines: a line with a code and a text, as servers write that never end the first. */
    private boolean isLikeReply() {
        if (line.replyCode() < 100 || line.at(line.from() + 3) != ' ' || line.length() < 14) {
            return false;
        }
        for (int i = 4; i < 14; i++) {
            int c = line.at(line.from() + i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** The pending command that the reply fits best by code, then by what its text names; of equals the oldest. */
    private FtpCommand bestFit() {
        FtpCommand best = null;
        int bestScore = -1;
        for (int i = 0; i < pendingCount; i++) {
            FtpCommand command = pending[i];
            int score = replyCode == ANY_COMMAND || answers(command) ? 100 : 0;
            score += contains(command.name) ? 20 : 0;
            score += contains(command.argument) ? 10 : 0;
            if (score > bestScore) {
                best = command;
                bestScore = score;
            }
        }
        return best;
    }

    private boolean answers(FtpCommand command) {
        if (command.is(INIT)) {
            return replyCode == 220 || replyCode == 120 || replyCode == 421 || replyCode == 0;
        }
        return FtpCodes.answers(command.name, replyCode);
    }

    private boolean contains(TextSlot part) {
        if (pendingCount == 1 || part.length() > MAX_NAMED) {
            return false; // nothing to choose, or not worth the time
        }
        byte[] text = message.bytes();
        byte[] wanted = part.bytes();
        int last = Math.min(message.length(), MAX_NAMED) - part.length();
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < part.length() && text[at + i] == wanted[i]) {
                i++;
            }
            if (i == part.length()) {
                return true;
            }
        }
        return false;
    }

    private void onAnswer(FtpCommand command, StreamView in, EventWriter out) {
        if (replyCode == 150 && command.is("RETR") || replyCode == 213 && command.is("SIZE")) {
            fileSize = lastNumber();
        } else if (replyCode == 227 && command.is("PASV") && data.readPassive(message)
                || replyCode == 229 && command.is("EPSV") && data.readExtendedPassive(message, respHigh, respLow)) {
            data.passive = true;
            expect(in, out);
        } else if (command.is("USER") || command.is("PASS") || command.is("ACCT")) {
            login.reply(replyCode, message, out);
        } else if (command.is("AUTH") && replyCode == 234 && isTls(command)) {
            in.handOver();
        }
        if (!command.moved) {
            move(command);
        }
    }

    private static boolean isTls(FtpCommand auth) {
        return auth.argument.startsWith("TLS") || auth.argument.startsWith("SSL");
    }

    private void move(FtpCommand command) {
        if (replyCode == 250 && command.is("CWD")) {
            url.clear();
            FtpPath.append(directory, command.argument, url);
            setDirectory();
        } else if ((replyCode == 250 || replyCode == 200) && command.is("CDUP")) {
            command.argument.clear();
            command.argument.append("..");
            url.clear();
            FtpPath.append(directory, command.argument, url);
            setDirectory();
        } else if (replyCode == 257 && (command.is("PWD") || command.is("XPWD"))) {
            FtpPath.extract(message, directory);
        } else {
            return;
        }
        command.moved = true;
    }

    private void setDirectory() {
        directory.clear();
        directory.append(url.bytes(), 0, url.length());
    }

    private long lastNumber() {
        byte[] text = message.bytes();
        int end = message.length();
        while (end > 0 && (text[end - 1] < '0' || text[end - 1] > '9')) {
            end--;
        }
        int from = end;
        while (from > 0 && text[from - 1] >= '0' && text[from - 1] <= '9') {
            from--;
        }
        long number = 0;
        for (int i = from; i < end; i++) {
            number = Math.min(number * 10 + text[i] - '0', Long.MAX_VALUE / 16);
        }
        return number;
    }

    // ---- the event ----

    private void write(FtpCommand command, EventWriter out) {
        if (isOneOf(command, LOGGED)) {
            out.begin(FTP, command.sentNs);
            if (user.isSet()) {
                user.to(out, USER);
            } else {
                out.set(USER, UNKNOWN);
            }
            command.name.to(out, COMMAND);
            if (isOneOf(command, ABOUT_FILES)) {
                setUrl(command.argument);
                url.to(out, ARG);
            } else if (command.argument.length() > 0) {
                command.argument.to(out, ARG);
            }
            if (fileSize >= 0) {
                out.set(FILE_SIZE, fileSize);
            }
            if (replyCode >= 0) {
                out.set(REPLY_CODE, replyCode);
                message.to(out, REPLY_MSG);
            }
            if (data.isSet()) {
                writeData(out);
            }
            out.end();
        }
        fileSize = -1;
        data.clear();
    }

    private void setUrl(TextSlot file) {
        url.clear();
        url.append("ftp://");
        boolean ipv6 = !IpAddress.isIpv4(respHigh, respLow);
        if (ipv6) {
            url.append((byte) '[');
        }
        url.appendAddress(respHigh, respLow);
        if (ipv6) {
            url.append((byte) ']');
        }
        boolean absolute = file.length() > 0 && file.bytes()[0] == '/'
                || directory.length() > 0 && directory.bytes()[0] == '/';
        if (!absolute) {
            url.append((byte) '/');
        }
        FtpPath.append(directory, file, url);
    }

    private void writeData(EventWriter out) {
        out.set(DATA_PASSIVE, data.passive);
        if (data.passive) {
            out.setAddress(DATA_ORIG_H, origHigh, origLow);
        } else {
            out.setAddress(DATA_ORIG_H, respHigh, respLow);
        }
        out.setAddress(DATA_RESP_H, data.high, data.low);
        out.set(DATA_RESP_P, data.port);
    }

    private static boolean isOneOf(FtpCommand command, String[] names) {
        for (String name : names) {
            if (command.is(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        (direction == Direction.ORIG ? requests : replies).reset();
        if (direction == Direction.RESP) {
            openReply = 0;
        }
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            write(pending[i], out);
        }
        pendingCount = 0;
        login.end(out);
    }

    @Override
    public int kept() {
        int kept = message.length() + url.length() + directory.length();
        for (int i = 0; i < pendingCount; i++) {
            kept += pending[i].argument.length();
        }
        return kept;
    }

    @Override
    public void reset() {
        requests.reset();
        replies.reset();
        pendingCount = 0;
        answered = null;
        user.clear();
        directory.clear();
        directory.trim(MAX_SPARE);
        directory.append(".");
        message.clear();
        message.trim(MAX_SPARE);
        url.clear();
        url.trim(MAX_SPARE);
        data.clear();
        lastData.clear();
        login.reset();
        replyCode = -1;
        openReply = 0;
        fileSize = -1;
        badLines = 0;
        begun = false;
    }
}
