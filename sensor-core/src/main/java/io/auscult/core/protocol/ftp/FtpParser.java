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
import io.auscult.core.protocol.ssl.SslParser;
import java.util.List;

/**
 * FTP's control connection, RFC 959: one {@code ftp} event for each command that moves or names a file or a data connection, with its last
 * reply; one {@code identity} event for each try to log in. Replies are given to the pending command they fit best, as Zeek does it. Passwords
 * and accounts are never kept. After AUTH TLS the rest is TLS's; TLS inside ADAT (GSI) is read too.
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

    public static final Protocol PROTOCOL = new Protocol(
            "ftp",
            true,
            false,
            List.of(21, 2811),
            FtpProbe::probe,
            FtpParser::new,
            List.of(FTP, IdentityUse.IDENTITY, SslParser.SSL, SslParser.X509));

    static final int MAX_LINE = 8192; // bytes
    static final int MAX_BAD_LINES = 16; // of the server, in a row
    static final int MAX_USER = 128; // bytes

    private static final int MAX_COMMAND_WORD = 40; // bytes; as Zeek
    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_DIRECTORY = 1024;
    private static final int MAX_SPARE = 256; // bytes of memory that stay with an idle parser
    private static final long DATA_NS = 300_000_000_000L; // a data connection is expected that long

    private static final String[] LOGGED = {
        "APPE", "DELE", "RETR", "STOR", "STOU", "ACCT", "PORT", "PASV", "EPRT", "EPSV"
    };
    private static final String[] ABOUT_FILES = {
        "APPE", "CWD", "DELE", "MKD", "RETR", "RMD", "RNFR", "RNTO", "STOR", "STOU", "REST", "SIZE", "MDTM"
    };
    private static final String[] TRANSFERS = {"RETR", "STOR", "STOU", "APPE"};
    private static final String HIDDEN = "<hidden>"; // Zeek's word
    private static final String UNKNOWN = "<unknown>"; // Zeek's word

    private final LineReader requests = new LineReader(MAX_LINE);
    private final LineReader replies = new LineReader(MAX_LINE);
    private final Line line = new Line();
    private final FtpPending pending = new FtpPending();
    private FtpCommand answered; // the last reply is its; null for none
    private final TextSlot user = new TextSlot(MAX_USER);
    private final TextSlot directory = new TextSlot(MAX_DIRECTORY);
    private final TextSlot message = new TextSlot(MAX_MESSAGE);
    private final TextSlot url = new TextSlot(FtpCommand.MAX_ARGUMENT);
    private final FtpDataChannel data = new FtpDataChannel();
    private final FtpDataChannel lastData = new FtpDataChannel();
    private final FtpLogin login = new FtpLogin();
    private final FtpSecurity security = new FtpSecurity();
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
        if (answered != null && replyCode >= 0 && pending.remove(answered)) {
            write(answered, out);
        }
        answered = null;
        if (pending.isFull()) {
            return;
        }
        FtpCommand command = pending.add(out.nowNs());
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
            user.append(command.argument);
            login.user(user, out);
        } else if (command.is("PASS")) {
            login.password(user);
        } else if (command.is("ADAT")) {
            security.token(in, line.skipSpace(line.wordEnd(line.skipSpace(line.from()))), line.to(), out);
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

    /** Before the first command the server greets. */
    private void begin(EventWriter out) {
        if (!begun) {
            begun = true;
            pending.add(out.nowNs()).name.append(FtpPending.INIT);
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
        if (line.has(FtpSecurity.TOKEN, text)) {
            security.token(in, text + FtpSecurity.TOKEN.length(), line.to(), out);
        }
        line.copy(text, line.to(), message);
        replyCode = code;
        answered = pending.bestFit(replyCode, message);
        if (!more && answered != null) {
            onAnswer(answered, in, out);
        }
        if (answered != null && pending.size() > 1 && pending.remove(answered)) {
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
        directory.append(url);
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
        for (int i = 0; i < pending.size(); i++) {
            write(pending.at(i), out);
        }
        pending.clear();
        login.end(out);
        security.onEnd(out);
    }

    @Override
    public int kept() {
        return message.length() + url.length() + directory.length() + pending.kept() + security.kept();
    }

    @Override
    public void reset() {
        requests.reset();
        replies.reset();
        pending.clear();
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
        security.reset();
        replyCode = -1;
        openReply = 0;
        fileSize = -1;
        badLines = 0;
        begun = false;
    }
}
