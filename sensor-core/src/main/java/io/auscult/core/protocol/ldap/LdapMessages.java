package io.auscult.core.protocol.ldap;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;

/** Reads LDAP messages one by one, RFC 4511 section 4, and pairs answers with what was asked. One per parser. */
final class LdapMessages {
    private static final String[] SCOPES = {"base", "single", "tree"};
    private static final String[] DEREF_ALIASES = {"never", "searching", "finding", "always"};
    private static final String[] CHANGES = {"add ", "delete ", "replace ", "increment "};
    private static final String START_TLS = "StartTLS";
    private static final String WHOAMI = "whoami";
    private static final String PASSWORD_MODIFY = "password modify";
    private static final int SUCCESS = 0;
    private static final int LIMITS = 3; // of size and time, and whether only types are wanted
    private static final int CONTROLS = Ber.CONTEXT;
    private static final int REFERRAL = Ber.CONTEXT + 3;
    private static final int SERVER_CREDENTIALS = Ber.CONTEXT_PRIMITIVE + 7;
    private static final int REQUEST_NAME = Ber.CONTEXT_PRIMITIVE;
    private static final int REQUEST_VALUE = Ber.CONTEXT_PRIMITIVE + 1;
    private static final int RESPONSE_NAME = Ber.CONTEXT_PRIMITIVE + 10;
    private static final int RESPONSE_VALUE = Ber.CONTEXT_PRIMITIVE + 11;
    private static final int USER_IDENTITY = Ber.CONTEXT_PRIMITIVE; // RFC 3062 section 2
    private static final int NEW_SUPERIOR = Ber.CONTEXT_PRIMITIVE;

    private final LdapPending pending = new LdapPending();
    private final LdapBind bind = new LdapBind();
    private final LdapFilter filter = new LdapFilter();
    private final LdapNetlogon netlogon = new LdapNetlogon();
    private final Ber head = new Ber();
    private final Ber op = new Ber();
    private final Ber list = new Ber();
    private final Ber item = new Ber();
    private boolean startTlsAsked;
    private boolean startTlsAgreed;
    private long headId;
    private int matchedFrom; // the name in the last result
    private int matchedTo;

    TextSlot mechanism() {
        return bind.mechanism();
    }

    /** Whether what follows is TLS. */
    boolean wantsTls() {
        return startTlsAgreed;
    }

    int kept() {
        return pending.kept() + bind.kept();
    }

    /** Whether the message of which {@code size} bytes begin here is an entry of a search result. */
    boolean isEntry(StreamView in, int at, int size) {
        return operationAt(in, at, size) == LdapOpcode.SEARCH_RESULT_ENTRY;
    }

    /** Tag of the operation of a message of which only the head need be there; -1 when it is none. Leaves the id in {@link #headId}. */
    private int operationAt(StreamView in, int at, int size) {
        int length = in.u8(at + 1);
        int id = at + 2 + (length < 0x80 ? 0 : length & 0x7F);
        int available = at + size - id;
        if (available < 3 || in.u8(id) != Ber.INTEGER || in.u8(id + 1) > Long.BYTES || available < 3 + in.u8(id + 1)) {
            return -1;
        }
        headId = head.over(in, id, 2 + in.u8(id + 1)).next() ? head.integer() : -1;
        return in.u8(id + 2 + in.u8(id + 1));
    }

    /** Notes a message that is too long to be kept. @return whether it is one */
    boolean onHead(StreamView in, int at, int size, EventWriter out) {
        int tag = operationAt(in, at, size);
        if (headId < 0 || !LdapOpcode.isOperation(tag)) {
            return false;
        }
        switch (tag) {
            case LdapOpcode.SEARCH_RESULT_ENTRY -> pending.at(headId, true, out).entries++;
            case LdapOpcode.SEARCH_REQUEST -> pending.begin(headId, true, out).opcode = "search";
            case LdapOpcode.MODIFY_REQUEST, LdapOpcode.MOD_DN_REQUEST ->
                pending.begin(headId, false, out).opcode = "modify";
            case LdapOpcode.ADD_REQUEST -> pending.begin(headId, false, out).opcode = "add";
            case LdapOpcode.COMPARE_REQUEST -> pending.begin(headId, false, out).opcode = "compare";
            case LdapOpcode.EXTENDED_REQUEST -> pending.begin(headId, false, out).opcode = "extended";
            case LdapOpcode.BIND_REQUEST -> pending.begin(headId, false, out).opcode = "bind";
            default -> {}
        }
        return true;
    }

    /** One whole message. @return whether it is one */
    boolean onMessage(Ber message, StreamView in, EventWriter out) {
        if (!message.next(Ber.SEQUENCE) || !message.down(Ber.INTEGER)) {
            return false;
        }
        long id = message.integer();
        if (id < 0 || !message.next() || !LdapOpcode.isOperation(message.tag())) {
            return false;
        }
        int tag = message.tag();
        op.enter(message);
        switch (tag) {
            case LdapOpcode.SEARCH_REQUEST -> onSearch(pending.begin(id, true, out), message, in, out);
            case LdapOpcode.SEARCH_RESULT_ENTRY -> {
                pending.at(id, true, out).entries++;
                if (in.isDatagram()) {
                    netlogon.onEntry(op, in.connection(), out);
                }
            }
            case LdapOpcode.SEARCH_RESULT_REFERENCE -> addReferrals(pending.at(id, true, out), op);
            case LdapOpcode.SEARCH_RESULT_DONE -> {
                LdapOperation search = pending.at(id, true, out);
                readResult(search);
                pending.write(search, out);
            }
            case LdapOpcode.INTERMEDIATE_RESPONSE -> {} // says nothing about the outcome
            default -> {
                if (LdapOpcode.isRequest(tag)) {
                    LdapOperation operation = pending.begin(id, false, out);
                    operation.opcode = LdapOpcode.word(tag);
                    onRequest(tag, operation, message, in, out);
                    readControls(message, operation);
                    if (tag == LdapOpcode.UNBIND_REQUEST || tag == LdapOpcode.ABANDON_REQUEST) {
                        pending.write(operation, out);
                    }
                } else {
                    LdapOperation operation = pending.at(id, false, out);
                    onResponse(tag, operation, in, out);
                    pending.write(operation, out);
                }
            }
        }
        return true;
    }

    private void onSearch(LdapOperation search, Ber message, StreamView in, EventWriter out) {
        search.opcode = "search";
        if (!op.next(Ber.OCTET_STRING)) {
            return;
        }
        op.appendTo(search.object);
        if (op.next(Ber.ENUMERATED)) {
            search.scope = name(SCOPES, op.integer());
        }
        if (op.next(Ber.ENUMERATED)) {
            search.derefAliases = name(DEREF_ALIASES, op.integer());
        }
        for (int i = 0; i < LIMITS; i++) {
            op.next();
        }
        if (!op.next()) {
            return;
        }
        filter.append(op, search.filter);
        if (in.isDatagram()) {
            netlogon.onFilter(op, in.connection(), out);
        }
        if (op.next(Ber.SEQUENCE)) {
            list.enter(op);
            while (list.next()) {
                search.addAttribute("", list.bytes(), list.from(), list.to());
            }
        }
        readControls(message, search);
    }

    private static String name(String[] names, long code) {
        return code >= 0 && code < names.length ? names[(int) code] : "unknown";
    }

    private void onRequest(int tag, LdapOperation operation, Ber message, StreamView in, EventWriter out) {
        switch (tag) {
            case LdapOpcode.BIND_REQUEST -> bind.onRequest(op, operation, in, out);
            case LdapOpcode.DEL_REQUEST -> message.appendTo(operation.object);
            case LdapOpcode.ABANDON_REQUEST -> operation.object.appendDecimal(Math.max(0, message.integer()));
            case LdapOpcode.MODIFY_REQUEST -> onModify(operation);
            case LdapOpcode.ADD_REQUEST -> onAdd(operation);
            case LdapOpcode.MOD_DN_REQUEST -> onModifyName(operation);
            case LdapOpcode.COMPARE_REQUEST -> {
                readObject(operation);
                if (op.next(Ber.SEQUENCE) && item.enter(op).next(Ber.OCTET_STRING)) {
                    operation.addAttribute("", item.bytes(), item.from(), item.to());
                }
            }
            case LdapOpcode.EXTENDED_REQUEST -> onExtended(operation);
            default -> {}
        }
    }

    private void readObject(LdapOperation operation) {
        if (op.next(Ber.OCTET_STRING)) {
            op.appendTo(operation.object);
        }
    }

    private void onModify(LdapOperation operation) {
        readObject(operation);
        if (!op.next(Ber.SEQUENCE)) {
            return;
        }
        list.enter(op);
        while (list.next(Ber.SEQUENCE) && item.enter(list).next(Ber.ENUMERATED)) {
            String change = name(CHANGES, item.integer());
            if (item.next(Ber.SEQUENCE) && item.down(Ber.OCTET_STRING)) {
                operation.addAttribute(change, item.bytes(), item.from(), item.to());
            }
        }
    }

    private void onAdd(LdapOperation operation) {
        readObject(operation);
        if (!op.next(Ber.SEQUENCE)) {
            return;
        }
        list.enter(op);
        while (list.next(Ber.SEQUENCE)) {
            if (item.enter(list).next(Ber.OCTET_STRING)) {
                operation.addAttribute("", item.bytes(), item.from(), item.to());
            }
        }
    }

    private void onModifyName(LdapOperation operation) {
        readObject(operation);
        if (op.next(Ber.OCTET_STRING)) {
            op.appendTo(operation.argument);
        }
        if (op.next(Ber.BOOLEAN) && op.next(NEW_SUPERIOR)) {
            operation.argument.append((byte) ',');
            op.appendTo(operation.argument);
        }
    }

    private void onExtended(LdapOperation operation) {
        if (!op.next(REQUEST_NAME)) {
            return;
        }
        op.appendTo(operation.object);
        String name = nameOperation(operation);
        startTlsAsked |= name.equals(START_TLS);
        if (name.equals(PASSWORD_MODIFY)
                && op.next(REQUEST_VALUE)
                && item.enter(op).next(Ber.SEQUENCE)
                && item.down(USER_IDENTITY)) {
            item.appendTo(operation.argument);
        }
    }

    private static String nameOperation(LdapOperation operation) {
        String name = LdapNames.EXTENDED_OPERATIONS.meaning(operation.object, "unknown");
        operation.object.append(" (");
        operation.object.append(name);
        operation.object.append((byte) ')');
        return name;
    }

    private void onResponse(int tag, LdapOperation operation, StreamView in, EventWriter out) {
        if (operation.opcode == null) {
            operation.opcode = LdapOpcode.word(tag);
        }
        readResult(operation);
        if (tag == LdapOpcode.BIND_RESPONSE) {
            boolean hasCredentials = op.tag() == SERVER_CREDENTIALS;
            bind.onResponse(
                    operation, hasCredentials ? op.from() : matchedFrom, hasCredentials ? op.to() : matchedTo, in, out);
        } else if (tag == LdapOpcode.EXTENDED_RESPONSE) {
            onExtendedResponse(operation);
        }
    }

    private void onExtendedResponse(LdapOperation operation) {
        boolean isStartTls = startTlsAsked && endsWith(operation.object, START_TLS);
        if (op.tag() == RESPONSE_NAME && operation.object.length() == 0) {
            op.appendTo(operation.object);
            isStartTls = nameOperation(operation).equals(START_TLS);
        }
        startTlsAgreed |= isStartTls && operation.result == SUCCESS;
        boolean hasValue = op.tag() == RESPONSE_VALUE || op.next(RESPONSE_VALUE);
        if (hasValue && endsWith(operation.object, WHOAMI)) {
            op.appendTo(operation.argument);
        }
    }

    private static boolean endsWith(TextSlot object, String name) {
        return object.length() > name.length()
                && LdapNames.same(name, object.bytes(), object.length() - 1 - name.length(), object.length() - 1);
    }

    /** LDAPResult, RFC 4511 section 4.1.9; leaves the cursor on what comes behind, if anything does. */
    private void readResult(LdapOperation operation) {
        if (!op.next(Ber.ENUMERATED)) {
            return;
        }
        operation.result = (int) Math.clamp(op.integer(), 0, 0xFFFF);
        matchedFrom = 0;
        matchedTo = 0;
        if (op.next(Ber.OCTET_STRING)) {
            matchedFrom = op.from();
            matchedTo = op.to();
        }
        if (!op.next(Ber.OCTET_STRING)) {
            return;
        }
        op.appendTo(operation.diagnostic);
        if (op.next() && op.tag() == REFERRAL) {
            list.enter(op);
            addReferrals(operation, list);
            op.next();
        }
    }

    private static void addReferrals(LdapOperation operation, Ber addresses) {
        while (addresses.next(Ber.OCTET_STRING)) {
            operation.addReferral(addresses.bytes(), addresses.from(), addresses.to());
        }
    }

    private void readControls(Ber message, LdapOperation operation) {
        if (!message.next(CONTROLS)) {
            return;
        }
        list.enter(message);
        while (list.next(Ber.SEQUENCE)) {
            if (item.enter(list).next(Ber.OCTET_STRING)) {
                operation.addControl(item.bytes(), item.from(), item.to());
            }
        }
    }

    void onEnd(EventWriter out) {
        bind.onEnd(out);
        pending.writeAll(out);
    }

    void reset() {
        pending.reset();
        bind.reset();
        startTlsAsked = false;
        startTlsAgreed = false;
    }
}
