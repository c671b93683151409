package io.auscult.core.protocol.ldap;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** One operation, from its request to its last answer: an {@code ldap} event, or {@code ldap_search} for a search. Reused by its parser. */
final class LdapOperation {
    static final EventType LDAP =
            EventType.of("ldap", "An LDAP operation other than a search, with its result when that was seen.");
    static final Field MESSAGE_ID = LDAP.integer("message_id", "The number that pairs request and answer.");
    static final Field VERSION = LDAP.integer("version", "Protocol version of a bind.");
    static final Field OPCODE = LDAP.text(
            "opcode",
            "What was asked: bind simple, bind SASL, unbind, modify (also of a name), add, delete, compare, abandon, extended.");
    static final Field RESULT = LDAP.text("result", "The result code by its name.");
    static final Field DIAGNOSTIC_MESSAGE = LDAP.text("diagnostic_message", "What the server said about the result.");
    static final Field OBJECT =
            LDAP.text("object", "The entry or user it is about; of an extended operation, its identifier and name.");
    static final Field ARGUMENT = LDAP.text(
            "argument",
            "SASL mechanism of a bind; REDACTED for a password; new name of a renamed entry; identity told by whoami or whose password changes.");
    static final Field ATTRIBUTES = LDAP.textList(
            "attributes", "Attributes that are added, changed (behind add, delete, replace or increment) or compared.");
    static final Field REFERRALS = LDAP.textList("referrals", "Where the server sends the client instead.");
    static final Field CONTROLS = LDAP.textList("controls", "Object identifiers of the request's controls.");

    static final EventType LDAP_SEARCH =
            EventType.of("ldap_search", "An LDAP search with the number of its results when they were seen.");
    static final Field SEARCH_MESSAGE_ID =
            LDAP_SEARCH.integer("message_id", "The number that pairs request and answer.");
    static final Field SCOPE = LDAP_SEARCH.text("scope", "base, single (one level) or tree.");
    static final Field DEREF_ALIASES =
            LDAP_SEARCH.text("deref_aliases", "When aliases are followed: never, searching, finding or always.");
    static final Field BASE_OBJECT = LDAP_SEARCH.text("base_object", "Where the search begins.");
    static final Field RESULT_COUNT = LDAP_SEARCH.count("result_count", "Entries returned.");
    static final Field SEARCH_RESULT = LDAP_SEARCH.text("result", "The result code by its name.");
    static final Field SEARCH_DIAGNOSTIC_MESSAGE =
            LDAP_SEARCH.text("diagnostic_message", "What the server said about the result.");
    static final Field FILTER = LDAP_SEARCH.text("filter", "Which entries were asked for.");
    static final Field SEARCH_ATTRIBUTES = LDAP_SEARCH.textList("attributes", "Attributes that were asked for.");
    static final Field SEARCH_REFERRALS =
            LDAP_SEARCH.textList("referrals", "Where the server sends the client for more.");
    static final Field SEARCH_CONTROLS =
            LDAP_SEARCH.textList("controls", "Object identifiers of the request's controls.");

    static final int MAX_NAME = 2048; // bytes of an entry's name or of what the server says
    static final int MAX_FILTER = 1 << 14; // bytes of a filter's text
    static final int MAX_LIST = 1 << 13; // bytes of all names of a list

    static final int NO_RESULT = -1;
    private static final int MAX_IDLE = 256; // bytes of each text that stay with an idle parser

    long timestampNs;
    long messageId;
    boolean isSearch;
    /** Null until the request was seen, or an answer that names its kind. */
    @Nullable
    String opcode;

    int version;

    @Nullable
    String scope;

    @Nullable
    String derefAliases;

    long entries;
    int result;
    final TextSlot object = new TextSlot(MAX_NAME);
    final TextSlot argument = new TextSlot(MAX_NAME);
    final TextSlot diagnostic = new TextSlot(MAX_NAME);
    final TextSlot filter = new TextSlot(MAX_FILTER);
    private final TextSlot attributes = new TextSlot(MAX_LIST); // each behind a zero
    private final TextSlot referrals = new TextSlot(MAX_NAME);
    private final TextSlot controls = new TextSlot(MAX_NAME);

    void begin(long nowNs, long messageId, boolean isSearch) {
        timestampNs = nowNs;
        this.messageId = messageId;
        this.isSearch = isSearch;
        opcode = null;
        version = -1;
        scope = null;
        derefAliases = null;
        entries = 0;
        result = NO_RESULT;
        object.clear();
        argument.clear();
        diagnostic.clear();
        filter.clear();
        attributes.clear();
        referrals.clear();
        controls.clear();
    }

    void addAttribute(String change, byte[] bytes, int from, int to) {
        attributes.append((byte) 0);
        attributes.append(change);
        attributes.append(bytes, from, to - from);
    }

    void addReferral(byte[] bytes, int from, int to) {
        referrals.append((byte) 0);
        referrals.append(bytes, from, to - from);
    }

    void addControl(byte[] bytes, int from, int to) {
        controls.append((byte) 0);
        controls.append(bytes, from, to - from);
    }

    int kept() {
        return object.length()
                + argument.length()
                + diagnostic.length()
                + filter.length()
                + attributes.length()
                + referrals.length()
                + controls.length();
    }

    /** Gives back what an unusual operation took. */
    void trim() {
        object.trim(MAX_IDLE);
        argument.trim(MAX_IDLE);
        diagnostic.trim(MAX_IDLE);
        filter.trim(MAX_IDLE);
        attributes.trim(MAX_IDLE);
        referrals.trim(MAX_IDLE);
        controls.trim(MAX_IDLE);
    }

    void write(EventWriter out) {
        if (isSearch) {
            writeSearch(out);
            return;
        }
        out.begin(LDAP, timestampNs);
        out.set(MESSAGE_ID, messageId);
        if (version >= 0) {
            out.set(VERSION, version);
        }
        if (opcode != null) {
            out.set(OPCODE, opcode);
        }
        if (result != NO_RESULT) {
            LdapNames.RESULTS.to(out, RESULT, result);
        }
        notEmpty(diagnostic, out, DIAGNOSTIC_MESSAGE);
        notEmpty(object, out, OBJECT);
        notEmpty(argument, out, ARGUMENT);
        list(attributes, out, ATTRIBUTES);
        list(referrals, out, REFERRALS);
        list(controls, out, CONTROLS);
        out.end();
    }

    private void writeSearch(EventWriter out) {
        out.begin(LDAP_SEARCH, timestampNs);
        out.set(SEARCH_MESSAGE_ID, messageId);
        if (scope != null) {
            out.set(SCOPE, scope);
        }
        if (derefAliases != null) {
            out.set(DEREF_ALIASES, derefAliases);
        }
        notEmpty(object, out, BASE_OBJECT);
        out.set(RESULT_COUNT, entries);
        if (result != NO_RESULT) {
            LdapNames.RESULTS.to(out, SEARCH_RESULT, result);
        }
        notEmpty(diagnostic, out, SEARCH_DIAGNOSTIC_MESSAGE);
        notEmpty(filter, out, FILTER);
        list(attributes, out, SEARCH_ATTRIBUTES);
        list(referrals, out, SEARCH_REFERRALS);
        list(controls, out, SEARCH_CONTROLS);
        out.end();
    }

    private static void notEmpty(TextSlot text, EventWriter out, Field field) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }

    private static void list(TextSlot names, EventWriter out, Field field) {
        int end = names.length();
        if (end == 0) {
            return;
        }
        byte[] bytes = names.bytes();
        out.beginList(field);
        int from = 1;
        for (int i = 1; i <= end; i++) {
            if (i == end || bytes[i] == 0) {
                out.add(bytes, from, i - from);
                from = i + 1;
            }
        }
        out.endList();
    }
}
