package io.auscult.rules.attempt;

/**
 * What sort of attempt. Immutable; one object each.
 *
 * @param number in the order they were met
 * @param what in the log's words
 * @param service by which service, protocol, interface or rule
 * @param technique ATT&CK's number
 * @param isOther whether the port says more than the service
 * @param topic what an alarm has to be about to speak for it
 */
record Kind(int number, What what, String service, String technique, boolean isOther, long topic) {
    /** What was tried. */
    enum What {
        CONNECTION("connection"),
        LOGON("logon"),
        ADMIN_SHARE("admin share"),
        SHARE("share"),
        CALL("remote call"),
        FINDING("finding");

        private final String word;

        What(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
