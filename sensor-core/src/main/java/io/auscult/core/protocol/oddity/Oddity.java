package io.auscult.core.protocol.oddity;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/** What an ordinary client of a protocol never sends: not broken, which {@code weird} tells, but of no use to anybody who does not attack. What it means is for rules to say. */
public enum Oddity {
    TRANSACTION_OF_TWO_KINDS(
            "smb", "transaction_of_two_kinds", "A transaction of SMB 1 went on as one of another kind."),
    TRANSACTION_OVERTAKEN(
            "smb",
            "transaction_overtaken",
            "A write of SMB 1 bore the number of a transaction that was not complete, which adds it to that transaction."),
    TRANSACTIONS_LEFT_OPEN(
            "smb",
            "transactions_left_open",
            "Several transactions of SMB 1 were begun and not finished, side by side."),
    PEEK_AT_NOTHING("smb", "peek_at_nothing", "A client peeked at the pipe number 0, which does not exist."),
    RESERVED_TRANSACTION(
            "smb", "reserved_transaction", "A client used the reserved transaction SESSION_SETUP of SMB 1."),
    COMPRESSION_BEYOND_MESSAGE(
            "smb", "compression_beyond_message", "A compressed message says that it begins beyond its own end."),
    LOOKUP("http", "jndi_lookup", "A request holds an expression that makes a log fetch code over JNDI."),
    LONG_INSTANCE("ssrp", "long_instance", "A name of a database instance is longer than names can be."),
    SHELL_SERVED(
            "shell", "shell_served", "Whoever connects gets a command shell and types into it; no login, no Telnet."),
    SHELL_HANDED_OVER(
            "shell",
            "shell_handed_over",
            "Whoever connects gives the other side a command shell, which types into it.");

    /** Longest detail kept, bytes. */
    public static final int MAX_DETAIL = 200;

    public static final EventType ODDITY =
            EventType.of("oddity", "Something that ordinary clients of a protocol never send.");
    public static final Field PROTOCOL = ODDITY.text("protocol", "The protocol.");
    public static final Field NAME = ODDITY.text("name", "What it was, by our name of it.");
    public static final Field DETAIL = ODDITY.text("detail", "More of it, where there is more.");
    public static final Field OUTCOME = ODDITY.text(
            "outcome",
            "What the answer says: success (it worked), failure, unanswered; absent when answers do not tell.");

    public static final String SUCCESS = "success";
    public static final String FAILURE = "failure";
    public static final String UNANSWERED = "unanswered";

    private final String protocol;
    private final String word;
    private final String doc;

    Oddity(String protocol, String word, String doc) {
        this.protocol = protocol;
        this.word = word;
        this.doc = doc;
    }

    /** As the event names it. */
    public String word() {
        return word;
    }

    public String doc() {
        return doc;
    }

    /**
     * @param nowNs when it was sent
     * @param detail empty for none
     * @param outcome empty where answers do not tell
     */
    public void write(EventWriter out, long nowNs, String detail, String outcome) {
        out.begin(ODDITY, nowNs);
        head(out);
        if (!detail.isEmpty()) {
            out.set(DETAIL, detail);
        }
        if (!outcome.isEmpty()) {
            out.set(OUTCOME, outcome);
        }
        out.end();
    }

    /** @param detail as it was sent, cut by whoever made it */
    public void write(EventWriter out, TextSlot detail) {
        write(out, detail, "");
    }

    /**
     * @param detail as it was sent, cut by whoever made it
     * @param outcome empty where answers do not tell
     */
    public void write(EventWriter out, TextSlot detail, String outcome) {
        out.begin(ODDITY);
        head(out);
        detail.to(out, DETAIL);
        if (!outcome.isEmpty()) {
            out.set(OUTCOME, outcome);
        }
        out.end();
    }

    private void head(EventWriter out) {
        out.set(PROTOCOL, protocol);
        out.set(NAME, word);
    }
}
