package io.auscult.core.protocol.dicom;

/** Words for the numbers of PS3.8 section 9.3 (results, sources, reasons) and PS3.7 annex D (kinds of identity). Stateless. */
final class Reasons {
    private static final int SERVICE_USER = 1;
    private static final int ACSE = 2;

    private Reasons() {}

    static String contextResult(int result) {
        return switch (result) {
            case Association.NOT_ANSWERED -> "unanswered";
            case 0 -> "accepted";
            case 1 -> "user-rejection";
            case 2 -> "no-reason";
            case 3 -> "abstract-syntax-not-supported";
            case 4 -> "transfer-syntaxes-not-supported";
            default -> "unknown";
        };
    }

    static String rejectionSource(int source) {
        return switch (source) {
            case SERVICE_USER -> "service-user";
            case ACSE -> "acse-provider";
            case 3 -> "presentation-provider";
            default -> "unknown";
        };
    }

    static String rejection(int source, int reason) {
        if (source == SERVICE_USER) {
            return switch (reason) {
                case 1 -> "no-reason-given";
                case 2 -> "application-context-name-not-supported";
                case 3 -> "calling-ae-title-not-recognized";
                case 7 -> "called-ae-title-not-recognized";
                default -> "unknown";
            };
        } else if (source == ACSE) {
            return reason == 1 ? "no-reason-given" : reason == 2 ? "protocol-version-not-supported" : "unknown";
        }
        return reason == 1 ? "temporary-congestion" : reason == 2 ? "local-limit-exceeded" : "unknown";
    }

    static String abort(int reason) {
        return switch (reason) {
            case 0 -> "reason-not-specified";
            case 1 -> "unrecognized-pdu";
            case 2 -> "unexpected-pdu";
            case 4 -> "unrecognized-pdu-parameter";
            case 5 -> "unexpected-pdu-parameter";
            case 6 -> "invalid-pdu-parameter-value";
            default -> "unknown";
        };
    }

    static String identityType(int type) {
        return switch (type) {
            case 1 -> "username";
            case 2 -> "passcode";
            case 3 -> "kerberos";
            case 4 -> "saml";
            case 5 -> "jwt";
            default -> "unknown";
        };
    }
}
