package io.auscult.core.protocol.postgresql;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.sql.SqlText;

/** What the client asked last and what the server answered so far: one {@code postgresql} event. One per parser. */
final class PostgresqlOperation {
    static final int MAX_TEXT = 1 << 14; // bytes of a statement
    static final int UNKNOWN = -1;

    private static final CodeNames AUTHENTICATION =
            CodeNames.load(PostgresqlOperation.class, "authentication.tsv", "UnknownAuthId");
    private static final CodeNames ERROR_FIELDS = CodeNames.load(PostgresqlOperation.class, "error-fields.tsv", "");
    private static final int MAX_BACKEND = 256; // bytes
    private static final int MAX_ERROR = 2048;
    private static final int MAX_IDLE = 1 << 10; // bytes of a text that stay with an idle parser

    final TextSlot argument = new TextSlot(MAX_TEXT);
    final TextSlot message = new TextSlot(MAX_BACKEND); // of the last error
    private final TextSlot backend = new TextSlot(MAX_BACKEND);
    private final TextSlot backendArgument = new TextSlot(MAX_ERROR);
    private String frontend = "";
    private boolean open;
    private long startNs;
    private int success = UNKNOWN;
    private long rows = UNKNOWN;

    boolean isOpen() {
        return open;
    }

    int success() {
        return success;
    }

    void success(boolean yes) {
        success = yes ? 1 : 0;
    }

    /** The client begins something, or something of the server's comes unasked. */
    void begin(String frontend, long nowNs) {
        reset();
        open = true;
        this.frontend = frontend;
        startNs = nowNs;
    }

    void reset() {
        open = false;
        frontend = "";
        argument.clear();
        message.clear();
        backend.clear();
        backendArgument.clear();
        success = UNKNOWN;
        rows = UNKNOWN;
    }

    void trim() {
        argument.trim(MAX_IDLE);
        backendArgument.trim(MAX_IDLE);
    }

    void countRows() {
        rows = 0;
    }

    void row() {
        rows = Math.max(0, rows) + 1;
    }

    void answer(String what, String argument) {
        backend.clear();
        backend.append(what);
        backendArgument.clear();
        backendArgument.append(argument);
    }

    void authenticationRequest(int code) {
        add(backend, "auth_request");
        String name = AUTHENTICATION.name(code);
        add(backendArgument, name == null ? "UnknownAuthId" : name);
    }

    void authenticationOk() {
        backend.clear();
        backend.append("auth_ok");
        success = 1;
    }

    /** An error's fields, each a letter and a text up to a zero. */
    void error(StreamView in, int from, int end) {
        add(backend, "error");
        fields(in, from, end);
        success = 0;
    }

    void notice(StreamView in, int from, int end) {
        fields(in, from, end);
    }

    private void fields(StreamView in, int from, int end) {
        int at = from;
        while (at + 1 < end && in.u8(at) != 0) {
            int zero = in.indexOf(0, at + 1, end);
            int to = zero < 0 ? end : zero;
            String name = ERROR_FIELDS.name(in.u8(at));
            if (name != null) {
                add(backendArgument, name);
                backendArgument.append((byte) '=');
                SqlText.appendAnswer(in, at + 1, to - at - 1, argument, backendArgument);
            }
            if (in.u8(at) == 'M') {
                message.clear();
                message.append("");
                SqlText.appendAnswer(in, at + 1, to - at - 1, argument, message);
            }
            at = to + 1;
        }
    }

    private static void add(TextSlot list, String item) {
        if (list.length() > 0) {
            list.append((byte) ',');
        }
        list.append(item);
    }

    void write(EventWriter out, TextSlot user, TextSlot database, TextSlot application) {
        out.begin(PostgresqlParser.POSTGRESQL, startNs);
        notEmpty(user, out, PostgresqlParser.USER);
        notEmpty(database, out, PostgresqlParser.DATABASE);
        notEmpty(application, out, PostgresqlParser.APPLICATION_NAME);
        if (!frontend.isEmpty()) {
            out.set(PostgresqlParser.FRONTEND, frontend);
        }
        notEmpty(argument, out, PostgresqlParser.FRONTEND_ARG);
        notEmpty(backend, out, PostgresqlParser.BACKEND);
        notEmpty(backendArgument, out, PostgresqlParser.BACKEND_ARG);
        if (success != UNKNOWN) {
            out.set(PostgresqlParser.SUCCESS, success == 1);
        }
        if (rows != UNKNOWN) {
            out.set(PostgresqlParser.ROWS, rows);
        }
        out.end();
        reset();
    }

    private static void notEmpty(TextSlot text, EventWriter out, Field field) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }
}
