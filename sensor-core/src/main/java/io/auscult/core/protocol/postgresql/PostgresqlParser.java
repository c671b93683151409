package io.auscult.core.protocol.postgresql;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.sql.SqlText;
import java.util.List;

/**
 * PostgreSQL's protocol, version 3: one {@code postgresql} event for the request for TLS, for the login, and for each query up to where the
 * server is ready for the next. What follows a switch to TLS is handed over.
 */
public final class PostgresqlParser implements ProtocolParser {
    public static final EventType POSTGRESQL =
            EventType.of("postgresql", "A login or query to PostgreSQL, with its outcome.");
    static final Field USER = POSTGRESQL.text("user", "Who is logged in, or tries to.");
    static final Field DATABASE = POSTGRESQL.text("database", "The database asked for.");
    static final Field APPLICATION_NAME = POSTGRESQL.text("application_name", "The client's program.");
    static final Field FRONTEND = POSTGRESQL.text(
            "frontend",
            "What the client did: ssl_request, gssenc_request, cancel_request, startup, simple_query, extended_query, terminate.");
    static final Field FRONTEND_ARG = POSTGRESQL.text("frontend_arg", "The statement, without the passwords it sets.");
    static final Field BACKEND = POSTGRESQL.text("backend", "How the server answered.");
    static final Field BACKEND_ARG = POSTGRESQL.text("backend_arg", "What it said, or what proof it asked for.");
    static final Field SUCCESS = POSTGRESQL.bool("success", "Whether it worked.");
    static final Field ROWS = POSTGRESQL.count("rows", "Rows returned.");

    public static final Protocol PROTOCOL = new Protocol(
            "postgresql",
            true,
            false,
            List.of(PostgresqlProbe.PORT),
            PostgresqlProbe::probe,
            PostgresqlParser::new,
            List.of(POSTGRESQL, IdentityUse.IDENTITY));

    private static final int MAX_ANSWER = 1 << 12; // bytes of a server's message that are looked at
    private static final int HEAD = 5; // bytes: kind, length without the kind
    private static final int MAX_MESSAGE = 1 << 30; // bytes; the server's own limit

    private final PostgresqlLogin login = new PostgresqlLogin();
    private final PostgresqlOperation operation = new PostgresqlOperation();
    private final int[] skip = new int[2];
    private boolean started; // the start-up message was seen
    private boolean asked; // for encryption, and no answer yet
    private boolean serverLost;

    @Override
    public int kept() {
        return operation.argument.length();
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        int d = in.direction().ordinal();
        if (serverLost && !in.isOrig()) {
            return in.length();
        }
        int at = 0;
        while (at < in.length()) {
            if (skip[d] > 0) {
                int size = Math.min(skip[d], in.length() - at);
                skip[d] -= size;
                at += size;
                continue;
            }
            int size = in.isOrig() && !started ? onStart(in, at, out) : onMessage(in, at, d, out);
            if (size < 0) {
                return started ? DONE : REJECT;
            }
            if (size == 0) {
                break;
            }
            at += size;
            if (in.isHandedOver()) {
                break;
            }
        }
        return at;
    }

    private int onStart(StreamView in, int at, EventWriter out) {
        int available = in.length() - at;
        if (available < PostgresqlProbe.HEAD) {
            return 0;
        }
        int size = in.i32(at);
        if (size < PostgresqlProbe.HEAD || size > PostgresqlProbe.MAX_STARTUP) {
            return -1;
        }
        if (available < size) {
            return 0;
        }
        in.confirm();
        switch (in.i32(at + 4)) {
            case PostgresqlProbe.TLS_REQUEST -> ask("ssl_request", out);
            case PostgresqlProbe.GSS_REQUEST -> ask("gssenc_request", out);
            case PostgresqlProbe.CANCEL_REQUEST -> {
                begin("cancel_request", out);
                write(out);
            }
            default -> {
                if (in.u16(at + 4) != PostgresqlProbe.VERSION_3) {
                    return -1;
                }
                begin("startup", out);
                login.read(in, at + PostgresqlProbe.HEAD, at + size);
                started = true;
            }
        }
        return size;
    }

    private void ask(String what, EventWriter out) {
        begin(what, out);
        asked = true;
    }

    private void begin(String frontend, EventWriter out) {
        if (operation.isOpen()) {
            write(out);
        }
        operation.begin(frontend, out.nowNs());
    }

    private void write(EventWriter out) {
        operation.write(out, login.user, login.database, login.application);
    }

    private int onMessage(StreamView in, int at, int d, EventWriter out) {
        if (asked && !in.isOrig()) {
            return onEncryption(in, at, out);
        }
        if (in.length() - at < HEAD) {
            return 0;
        }
        int size = in.i32(at + 1) - 4;
        int kind = in.u8(at);
        if (size < 0 || size > MAX_MESSAGE || kind < '0' || kind > 'z') {
            return -1;
        }
        int needed = Math.min(size, in.isOrig() ? PostgresqlOperation.MAX_TEXT : kind == 'D' ? 0 : MAX_ANSWER);
        int from = at + HEAD;
        if (in.length() - from < needed) {
            return 0;
        }
        if (in.isOrig()) {
            onClient(in, kind, from, from + needed, out);
        } else {
            onServer(in, kind, from, from + needed, out);
        }
        skip[d] = size - needed;
        return HEAD + needed;
    }

    /** One letter: S or G for yes, N for no; an old server sends an error. */
    private int onEncryption(StreamView in, int at, EventWriter out) {
        int answer = in.u8(at);
        if (answer != 'S' && answer != 'N' && answer != 'G') {
            asked = false;
            return answer == 'E' ? 0 : -1;
        }
        asked = false;
        operation.answer("ssl_reply", answer == 'S' ? "S" : answer == 'N' ? "N" : "G");
        operation.success(answer != 'N');
        write(out);
        if (answer == 'S') {
            in.handOver();
        }
        return 1;
    }

    private void onClient(StreamView in, int kind, int from, int end, EventWriter out) {
        switch (kind) {
            case 'Q' -> {
                begin("simple_query", out);
                statement(in, from, end);
                operation.countRows();
            }
            case 'P' -> {
                begin("extended_query", out);
                int name = in.indexOf(0, from, end);
                if (name >= 0) {
                    statement(in, name + 1, end);
                }
                operation.countRows();
            }
            case 'B', 'E' -> {
                if (!operation.isOpen()) {
                    begin("extended_query", out);
                    operation.countRows();
                }
            }
            case 'X' -> {
                begin("terminate", out);
                write(out);
            }
            case 'p' -> login.onProof(in, from, end, out);
            default -> {} // data, synchronisation
        }
    }

    private void statement(StreamView in, int from, int end) {
        int zero = in.indexOf(0, from, end);
        SqlText.append(in, from, (zero < 0 ? end : zero) - from, operation.argument);
    }

    private void onServer(StreamView in, int kind, int from, int end, EventWriter out) {
        switch (kind) {
            case 'R' -> onAuthentication(in, from, end, out);
            case 'E' -> {
                open(out);
                operation.error(in, from, end);
                if (login.isOpen()) {
                    login.finish(Outcome.FAILURE, operation.message, out);
                }
                write(out);
            }
            case 'N' -> {
                if (operation.isOpen()) {
                    operation.notice(in, from, end);
                }
            }
            case 'D' -> {
                open(out);
                operation.row();
            }
            case 'Z' -> {
                if (operation.isOpen() && end > from) {
                    if (operation.success() == PostgresqlOperation.UNKNOWN) {
                        operation.success(in.u8(from) == 'I' || in.u8(from) == 'T');
                    }
                    write(out);
                }
            }
            default -> {}
        }
    }

    private void open(EventWriter out) {
        if (!operation.isOpen()) {
            operation.begin("", out.nowNs());
        }
    }

    private void onAuthentication(StreamView in, int from, int end, EventWriter out) {
        if (end - from < 4) {
            return;
        }
        open(out);
        int code = (int) Math.min(in.u32(from), 0xFFFF);
        if (code == 0) {
            operation.authenticationOk();
            login.finish(Outcome.SUCCESS, operation.message, out);
        } else {
            operation.authenticationRequest(code);
            login.onRequest(code, in, from + 4, end, out);
        }
    }

    /** Without the server's answers, what the client asks is told alone. */
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
        skip[d] = 0;
        serverLost = true;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        login.finish(Outcome.UNKNOWN, operation.message, out);
        if (operation.isOpen()) {
            write(out);
        }
    }

    @Override
    public void reset() {
        login.reset();
        operation.reset();
        operation.trim();
        skip[0] = 0;
        skip[1] = 0;
        started = false;
        asked = false;
        serverLost = false;
    }
}
