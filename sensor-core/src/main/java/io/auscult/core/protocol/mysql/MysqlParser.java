package io.auscult.core.protocol.mysql;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.sql.SqlText;
import java.util.List;

/**
 * MySQL's client/server protocol: one {@code mysql} event for the login and for each command, with the server's first answer to it. What
 * follows a switch to TLS is handed over; after a switch to compression nothing more is read.
 */
public final class MysqlParser implements ProtocolParser {
    public static final EventType MYSQL =
            EventType.of("mysql", "A login or command to MySQL or MariaDB, with its outcome.");
    static final Field CMD = MYSQL.text("cmd", "The command; login for the login.");
    static final Field ARG = MYSQL.text(
            "arg", "The user of a login, the statement of a query, the name or number that another command is about.");
    static final Field SUCCESS = MYSQL.bool("success", "Whether the server did it.");
    static final Field ROWS = MYSQL.count("rows", "Rows that were changed.");
    static final Field RESPONSE = MYSQL.text("response", "What the server said of an error.");

    public static final Protocol PROTOCOL = new Protocol(
            "mysql",
            true,
            false,
            List.of(MysqlProbe.PORT),
            MysqlProbe::probe,
            MysqlParser::new,
            List.of(MYSQL, IdentityUse.IDENTITY));

    /** Bytes of a statement that are kept. */
    static final int MAX_TEXT = 1 << 14;

    private static final CodeNames COMMANDS = CodeNames.load(MysqlParser.class, "commands.tsv", "unknown-");
    private static final String CLEAR_PASSWORD = "mysql_clear_password";
    private static final int MAX_ANSWER = 512; // bytes of an answer that are looked at
    private static final int MAX_IDLE = 1 << 10; // bytes that stay with an idle parser

    private static final int QUIT = 1;
    private static final int INIT_DB = 2;
    private static final int QUERY = 3;
    private static final int FIELD_LIST = 4;
    private static final int CREATE_DB = 5;
    private static final int DROP_DB = 6;
    private static final int KILL = 12;
    private static final int CHANGE_USER = 17;
    private static final int PREPARE = 22;
    private static final int EXECUTE = 23;
    private static final int SEND_LONG_DATA = 24;
    private static final int CLOSE = 25;
    private static final int RESET = 26;
    private static final int FETCH = 28;
    private static final int LOGIN = -1;
    private static final int NO_COMMAND = -2;

    private static final int OK = 0x00;
    private static final int MORE_DATA = 0x01;
    private static final int SWITCH_OR_EOF = 0xFE;
    private static final int ERROR = 0xFF;
    private static final int LOCAL_FILE = 0xFB;
    private static final int MAX_EOF = 9; // bytes; a longer packet of this kind is a row

    /** What the server sends next. */
    private enum Expected {
        GREETING,
        LOGIN_RESULT,
        ANSWER,
        COLUMNS,
        COLUMNS_END,
        ROWS,
        NOTHING
    }

    private final MysqlHandshake handshake = new MysqlHandshake();
    private final IdentityUse identity = new IdentityUse();
    private final TextSlot argument = new TextSlot(MAX_TEXT);
    private final TextSlot response = new TextSlot(MAX_ANSWER);
    private final int[] skip = new int[2];
    private Expected expected = Expected.GREETING;
    private boolean loggedIn;
    private int command = NO_COMMAND;
    private long commandNs;
    private long columns;
    private boolean compressed;
    private boolean serverLost;

    @Override
    public int kept() {
        return argument.length();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        int at = 0;
        if (serverLost && !in.isOrig()) {
            return in.length();
        }
        while (at < in.length()) {
            if (skip[d] > 0) {
                int size = Math.min(skip[d], in.length() - at);
                skip[d] -= size;
                at += size;
                continue;
            }
            if (in.length() - at < MysqlProbe.HEADER) {
                break;
            }
            int size = MysqlProbe.size(in, at);
            int needed = Math.min(size, in.isOrig() ? MAX_TEXT : MAX_ANSWER);
            int content = at + MysqlProbe.HEADER;
            if (in.length() - content < needed) {
                break;
            }
            boolean goesOn = in.isOrig()
                    ? onClient(in, content, content + needed, size, out)
                    : onServer(in, content, content + needed, size, out);
            if (!goesOn) {
                return loggedIn || command == LOGIN ? DONE : REJECT;
            }
            at = content + needed;
            skip[d] = size - needed;
            if (in.isHandedOver()) {
                break;
            }
            if (compressed) {
                return DONE;
            }
        }
        return at;
    }

    private boolean onClient(StreamView in, int from, int end, int size, EventWriter out) {
        int number = in.u8(from - 1);
        if (!loggedIn && command == NO_COMMAND) {
            return onResponse(in, from, end, out);
        }
        if (!loggedIn || number != 0 || size == 0) {
            return true; // more of the proof, or of a file
        }
        finish(out);
        command = in.u8(from);
        commandNs = out.nowNs();
        expected = command == FIELD_LIST ? Expected.ROWS : Expected.ANSWER;
        readArgument(in, from + 1, end);
        if (command == QUIT || command == CLOSE || command == SEND_LONG_DATA) {
            finish(out);
        }
        return true;
    }

    private boolean onResponse(StreamView in, int from, int end, EventWriter out) {
        if (end - from < 4) {
            return false;
        }
        in.confirm();
        if (handshake.readResponse(in, from, end)) {
            in.handOver();
            expected = Expected.NOTHING;
            return true;
        }
        command = LOGIN;
        commandNs = out.nowNs();
        argument.clear();
        argument.append(handshake.user);
        if (expected == Expected.GREETING) {
            expected = Expected.LOGIN_RESULT;
        }
        return true;
    }

    private void readArgument(StreamView in, int from, int end) {
        argument.clear();
        argument.append("");
        switch (command) {
            case QUERY -> {
                int text = handshake.both(MysqlHandshake.QUERY_ATTRIBUTES) ? MysqlAttributes.skip(in, from, end) : from;
                SqlText.append(in, text, end - text, argument);
            }
            case PREPARE -> SqlText.append(in, from, end - from, argument);
            case INIT_DB, CREATE_DB, DROP_DB -> argument.append(in, from, end - from);
            case FIELD_LIST -> {
                int zero = in.indexOf(0, from, end);
                argument.append(in, from, (zero < 0 ? end : zero) - from);
            }
            case EXECUTE, CLOSE, RESET, FETCH, SEND_LONG_DATA, KILL -> {
                if (end - from >= 4) {
                    argument.appendDecimal(in.u32le(from));
                }
            }
            case CHANGE_USER -> {
                handshake.readChange(in, from, end);
                argument.append(handshake.user);
                expected = Expected.LOGIN_RESULT;
            }
            default -> {}
        }
    }

    private boolean onServer(StreamView in, int from, int end, int size, EventWriter out) {
        if (size == 0) {
            return true;
        }
        int kind = in.u8(from);
        switch (expected) {
            case GREETING -> {
                if (kind != MysqlProbe.VERSION_10) {
                    return false;
                }
                handshake.readGreeting(in, from, end);
                expected = Expected.LOGIN_RESULT;
            }
            case LOGIN_RESULT -> onLoginResult(in, kind, from, end, out);
            case ANSWER -> onAnswer(in, kind, from, end, size, out);
            case COLUMNS -> {
                if (--columns <= 0) {
                    boolean marked = !handshake.both(MysqlHandshake.DEPRECATE_EOF);
                    expected = marked ? Expected.COLUMNS_END : Expected.ROWS;
                }
            }
            case COLUMNS_END -> expected = Expected.ROWS;
            case ROWS -> {
                boolean isEnd = kind == SWITCH_OR_EOF
                        && (size < MAX_EOF || handshake.both(MysqlHandshake.DEPRECATE_EOF) && size < MAX_ANSWER);
                if (isEnd || kind == ERROR) {
                    onEndOfRows(in, kind, from, end, size, out);
                }
            }
            case NOTHING -> {}
        }
        return true;
    }

    private void onLoginResult(StreamView in, int kind, int from, int end, EventWriter out) {
        switch (kind) {
            case OK -> {
                compressed = handshake.both(MysqlHandshake.COMPRESS) || handshake.both(MysqlHandshake.ZSTD);
                answered(true, Math.max(0, MysqlAttributes.number(in, from + 1, end)), out);
            }
            case ERROR -> onError(in, from, end, out);
            case SWITCH_OR_EOF -> handshake.readSwitch(in, from + 1, end);
            case MORE_DATA -> {} // of the proof
            default -> {}
        }
    }

    private void onAnswer(StreamView in, int kind, int from, int end, int size, EventWriter out) {
        if (kind == OK) {
            answered(true, Math.max(0, MysqlAttributes.number(in, from + 1, end)), out);
        } else if (kind == ERROR) {
            onError(in, from, end, out);
        } else if (kind == SWITCH_OR_EOF && size < MAX_EOF) {
            answered(true, 0, out);
        } else if (kind == LOCAL_FILE) {
            expected = Expected.ANSWER; // the client is asked for a file, then comes the answer
        } else {
            columns = MysqlAttributes.number(in, from, end);
            expected = columns > 0 ? Expected.COLUMNS : Expected.NOTHING;
        }
    }

    private void onEndOfRows(StreamView in, int kind, int from, int end, int size, EventWriter out) {
        if (kind == ERROR) {
            onError(in, from, end, out);
        } else {
            answered(true, size < MAX_EOF ? 0 : Math.max(0, MysqlAttributes.number(in, from + 1, end)), out);
        }
    }

    /** Code of two bytes, then in most cases a state of six, then the text. */
    private void onError(StreamView in, int from, int end, EventWriter out) {
        int text = from + 3 < end && in.u8(from + 3) == '#' ? from + 9 : from + 3;
        response.clear();
        if (text < end) {
            SqlText.appendAnswer(in, text, end - text, argument, response);
        }
        answered(false, -1, out);
    }

    private void answered(boolean success, long rows, EventWriter out) {
        expected = Expected.NOTHING;
        if (command == NO_COMMAND) {
            return;
        }
        write(success ? 1 : 0, rows, out);
    }

    /** A command whose answer was not seen, or that has none. */
    private void finish(EventWriter out) {
        if (command != NO_COMMAND) {
            write(-1, -1, out);
        }
    }

    private void write(int success, long rows, EventWriter out) {
        out.begin(MYSQL, commandNs);
        if (command == LOGIN) {
            out.set(CMD, "login");
        } else {
            COMMANDS.to(out, CMD, command);
        }
        argument.to(out, ARG);
        if (success >= 0) {
            out.set(SUCCESS, success == 1);
        }
        if (rows >= 0) {
            out.set(ROWS, rows);
        }
        if (success == 0) {
            response.to(out, RESPONSE);
        }
        out.end();
        if (command == LOGIN || command == CHANGE_USER) {
            writeIdentity(success, out);
        }
        loggedIn = true; // or at an end; what comes is taken for commands
        command = NO_COMMAND;
        response.clear();
    }

    private void writeIdentity(int success, EventWriter out) {
        copy(handshake.user, identity.user());
        copy(handshake.database, identity.service());
        if (success == 0) {
            copy(response, identity.reason());
        }
        boolean clear = handshake.plugin.textEquals(CLEAR_PASSWORD);
        identity.cleartext(clear);
        Outcome outcome = success < 0 ? Outcome.UNKNOWN : success == 1 ? Outcome.SUCCESS : Outcome.FAILURE;
        identity.write(out, "mysql", clear ? "cleartext" : "password", "", outcome);
    }

    private static void copy(TextSlot from, TextSlot to) {
        if (from.length() > 0) {
            to.append(from);
        }
    }

    /** Nothing marks where a packet begins: without the server's answers, the client's commands are told alone. */
    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        int d = direction.ordinal();
        if (length <= skip[d]) {
            skip[d] -= (int) length;
            return true;
        }
        if (direction == Direction.ORIG) {
            return false;
        }
        finish(out);
        skip[d] = 0;
        expected = Expected.NOTHING;
        serverLost = true;
        loggedIn = true;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        finish(out);
    }

    @Override
    public void reset() {
        handshake.reset();
        identity.clear();
        argument.clear();
        argument.trim(MAX_IDLE);
        response.clear();
        skip[0] = 0;
        skip[1] = 0;
        expected = Expected.GREETING;
        loggedIn = false;
        command = NO_COMMAND;
        columns = 0;
        compressed = false;
        serverLost = false;
    }
}
