package io.auscult.core.protocol.ldap;

/** Identifier octets of the operations, RFC 4511 section 4. */
final class LdapOpcode {
    static final int BIND_REQUEST = 0x60;
    static final int BIND_RESPONSE = 0x61;
    static final int UNBIND_REQUEST = 0x42;
    static final int SEARCH_REQUEST = 0x63;
    static final int SEARCH_RESULT_ENTRY = 0x64;
    static final int SEARCH_RESULT_DONE = 0x65;
    static final int SEARCH_RESULT_REFERENCE = 0x73;
    static final int MODIFY_REQUEST = 0x66;
    static final int MODIFY_RESPONSE = 0x67;
    static final int ADD_REQUEST = 0x68;
    static final int ADD_RESPONSE = 0x69;
    static final int DEL_REQUEST = 0x4A;
    static final int DEL_RESPONSE = 0x6B;
    static final int MOD_DN_REQUEST = 0x6C;
    static final int MOD_DN_RESPONSE = 0x6D;
    static final int COMPARE_REQUEST = 0x6E;
    static final int COMPARE_RESPONSE = 0x6F;
    static final int ABANDON_REQUEST = 0x50;
    static final int EXTENDED_REQUEST = 0x77;
    static final int EXTENDED_RESPONSE = 0x78;
    static final int INTERMEDIATE_RESPONSE = 0x79;

    private LdapOpcode() {}

    /** An operation of RFC 4511 section 4.1.1 by its identifier octet. */
    static boolean isOperation(int tag) {
        return switch (tag) {
            case BIND_REQUEST,
                    BIND_RESPONSE,
                    UNBIND_REQUEST,
                    SEARCH_REQUEST,
                    SEARCH_RESULT_ENTRY,
                    SEARCH_RESULT_DONE,
                    SEARCH_RESULT_REFERENCE,
                    MODIFY_REQUEST,
                    MODIFY_RESPONSE,
                    ADD_REQUEST,
                    ADD_RESPONSE,
                    DEL_REQUEST,
                    DEL_RESPONSE,
                    MOD_DN_REQUEST,
                    MOD_DN_RESPONSE,
                    COMPARE_REQUEST,
                    COMPARE_RESPONSE,
                    ABANDON_REQUEST,
                    EXTENDED_REQUEST,
                    EXTENDED_RESPONSE,
                    INTERMEDIATE_RESPONSE -> true;
            default -> false;
        };
    }

    static boolean isRequest(int tag) {
        return switch (tag) {
            case BIND_REQUEST,
                    UNBIND_REQUEST,
                    MODIFY_REQUEST,
                    ADD_REQUEST,
                    DEL_REQUEST,
                    MOD_DN_REQUEST,
                    COMPARE_REQUEST,
                    ABANDON_REQUEST,
                    EXTENDED_REQUEST -> true;
            default -> false;
        };
    }

    /** As the log has it, Zeek's words. */
    static String word(int tag) {
        return switch (tag) {
            case BIND_REQUEST, BIND_RESPONSE -> "bind";
            case UNBIND_REQUEST -> "unbind";
            case MODIFY_REQUEST, MODIFY_RESPONSE, MOD_DN_REQUEST, MOD_DN_RESPONSE -> "modify";
            case ADD_REQUEST, ADD_RESPONSE -> "add";
            case DEL_REQUEST, DEL_RESPONSE -> "delete";
            case COMPARE_REQUEST, COMPARE_RESPONSE -> "compare";
            case ABANDON_REQUEST -> "abandon";
            default -> "extended";
        };
    }
}
