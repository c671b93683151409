package io.auscult.core.protocol.dicom;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;

/** The log of associations. Stateless. */
final class AssociationLog {
    static final EventType DICOM_ASSOCIATION = EventType.of(
            "dicom_association",
            "A DICOM association, when it was released, rejected or aborted, or its connection ended.");

    private static final Field CALLING_AE = text("calling_ae", "Title of the application that asked for it.");
    private static final Field CALLED_AE = text("called_ae", "Title of the application that was asked.");
    private static final Field APPLICATION_CONTEXT = text("application_context", "Application context, by name.");
    private static final Field CONTEXTS =
            DICOM_ASSOCIATION.count("contexts", "Presentation contexts that were offered.");
    private static final Field ACCEPTED_CONTEXTS =
            DICOM_ASSOCIATION.count("accepted_contexts", "How many of them were accepted.");
    private static final Field ABSTRACT_SYNTAXES =
            list("abstract_syntaxes", "What the contexts are for, by name: the first 16, each once.");
    private static final Field ABSTRACT_SYNTAX_UIDS =
            list("abstract_syntax_uids", "The same by unique identifier, in the same order.");
    private static final Field CONTEXT_RESULTS = list(
            "context_results", "What became of each in the same order: accepted in one context at least, or why not.");
    private static final Field TRANSFER_SYNTAXES =
            list("transfer_syntaxes", "The transfer syntax first chosen for each in the same order, empty for none.");
    private static final Field PROPOSED_TRANSFER_SYNTAXES =
            list("proposed_transfer_syntaxes", "All transfer syntaxes that were offered.");
    private static final Field CALLING_IMPLEMENTATION_UID =
            text("calling_implementation_uid", "Implementation class of the side that asked.");
    private static final Field CALLING_IMPLEMENTATION_VERSION =
            text("calling_implementation_version", "Its implementation version name.");
    private static final Field CALLED_IMPLEMENTATION_UID =
            text("called_implementation_uid", "Implementation class of the side that was asked.");
    private static final Field CALLED_IMPLEMENTATION_VERSION =
            text("called_implementation_version", "Its implementation version name.");
    private static final Field CALLING_MAX_PDU =
            DICOM_ASSOCIATION.count("calling_max_pdu", "Longest unit that the calling side takes; 0 for any.");
    private static final Field CALLED_MAX_PDU =
            DICOM_ASSOCIATION.count("called_max_pdu", "Longest unit that the called side takes; 0 for any.");
    private static final Field USER_IDENTITY_TYPE =
            text("user_identity_type", "How the user was named: username, passcode, kerberos, saml or jwt.");
    private static final Field USER = text("user", "Name of the user.");
    private static final Field RESULT =
            text("result", "accepted, rejected-permanent, rejected-transient, aborted or unanswered.");
    private static final Field ENDED =
            text("ended", "How it ended: released or aborted; absent when that was not seen.");
    private static final Field SOURCE = text(
            "source",
            "Who rejected or aborted: service-user, acse-provider, presentation-provider or service-provider.");
    private static final Field REASON = text("reason", "Why it was rejected or aborted.");
    private static final Field OPERATIONS = DICOM_ASSOCIATION.count("operations", "Operations asked for in it.");
    private static final Field ORIG_DATA_BYTES =
            DICOM_ASSOCIATION.count("orig_data_bytes", "Bytes of data sets that the connection's originator sent.");
    private static final Field RESP_DATA_BYTES =
            DICOM_ASSOCIATION.count("resp_data_bytes", "Bytes of data sets that the responder sent.");
    private static final Field DURATION = DICOM_ASSOCIATION.interval("duration", "From the request to the end.");

    private static final Field[] CONTEXT_FIELDS = {
        ABSTRACT_SYNTAXES, ABSTRACT_SYNTAX_UIDS, CONTEXT_RESULTS, TRANSFER_SYNTAXES
    };

    private static final int MAX_TOLD = 16; // abstract syntaxes of one event; a storage client may offer a hundred

    private AssociationLog() {}

    private static Field text(String name, String doc) {
        return DICOM_ASSOCIATION.text(name, doc);
    }

    private static Field list(String name, String doc) {
        return DICOM_ASSOCIATION.textList(name, doc);
    }

    static void write(EventWriter out, Association a) {
        long nowNs = out.nowNs();
        out.begin(DICOM_ASSOCIATION, a.startNs);
        a.calling.to(out, CALLING_AE);
        a.called.to(out, CALLED_AE);
        a.uids.name(out, APPLICATION_CONTEXT, a.applicationContext);
        writeContexts(out, a);
        a.implementation[0].to(out, CALLING_IMPLEMENTATION_UID);
        a.version[0].to(out, CALLING_IMPLEMENTATION_VERSION);
        a.implementation[1].to(out, CALLED_IMPLEMENTATION_UID);
        a.version[1].to(out, CALLED_IMPLEMENTATION_VERSION);
        set(out, CALLING_MAX_PDU, a.maxPdu[0]);
        set(out, CALLED_MAX_PDU, a.maxPdu[1]);
        if (a.identityType != 0) {
            out.set(USER_IDENTITY_TYPE, Reasons.identityType(a.identityType));
        }
        a.user.to(out, USER);
        out.set(RESULT, a.result.isEmpty() ? "unanswered" : a.result);
        set(out, ENDED, a.ended);
        set(out, SOURCE, a.source);
        set(out, REASON, a.reason);
        out.set(OPERATIONS, a.operations);
        out.set(ORIG_DATA_BYTES, a.dataBytes[0]);
        out.set(RESP_DATA_BYTES, a.dataBytes[1]);
        out.set(DURATION, nowNs - a.startNs);
        out.end();
    }

    private static void writeContexts(EventWriter out, Association a) {
        int contexts = 0;
        int accepted = 0;
        for (int i = 0; i < Association.CONTEXTS; i++) {
            contexts += a.offered[i] ? 1 : 0;
            accepted += a.isAccepted(i) ? 1 : 0;
        }
        if (contexts == 0) {
            return;
        }
        out.set(CONTEXTS, contexts);
        out.set(ACCEPTED_CONTEXTS, accepted);
        for (Field field : CONTEXT_FIELDS) {
            out.beginList(field);
            int told = 0;
            for (int i = 0; i < Association.CONTEXTS && told < MAX_TOLD; i++) {
                if (a.offered[i] && isFirst(a, i)) {
                    add(out, a, field, i);
                    told++;
                }
            }
            out.endList();
        }
        if (a.proposedCount > 0) {
            out.beginList(PROPOSED_TRANSFER_SYNTAXES);
            for (int i = 0; i < a.proposedCount; i++) {
                a.uids.addName(out, a.proposed[i]);
            }
            out.endList();
        }
    }

    /** Whether no context before this one is for the same. */
    private static boolean isFirst(Association a, int context) {
        for (int i = 0; i < context; i++) {
            if (a.offered[i] && a.abstractSyntax[i] == a.abstractSyntax[context]) {
                return false;
            }
        }
        return true;
    }

    /** The first accepted context for the same, or this one. */
    private static int best(Association a, int context) {
        for (int i = context; i < Association.CONTEXTS; i++) {
            if (a.isAccepted(i) && a.abstractSyntax[i] == a.abstractSyntax[context]) {
                return i;
            }
        }
        return context;
    }

    private static void add(EventWriter out, Association a, Field field, int context) {
        if (field.equals(ABSTRACT_SYNTAXES)) {
            a.uids.addName(out, a.abstractSyntax[context]);
        } else if (field.equals(ABSTRACT_SYNTAX_UIDS)) {
            a.uids.addUid(out, a.abstractSyntax[context]);
        } else if (field.equals(CONTEXT_RESULTS)) {
            out.add(Reasons.contextResult(a.contextResult[best(a, context)]));
        } else {
            a.uids.addName(out, a.transferSyntax[best(a, context)]);
        }
    }

    private static void set(EventWriter out, Field field, String text) {
        if (!text.isEmpty()) {
            out.set(field, text);
        }
    }

    private static void set(EventWriter out, Field field, long value) {
        if (value != Association.ABSENT) {
            out.set(field, value);
        }
    }
}
