package io.auscult.export.mail;

/** How the way to the mail server is protected. */
public enum MailSecurity {
    /** The connection begins readable and is encrypted before anything is said; a server that cannot is refused. */
    STARTTLS(587),
    /** Encrypted from the first byte. */
    TLS(465),
    /** Readable by everybody on the way. */
    NONE(25);

    private final int port;

    MailSecurity(int port) {
        this.port = port;
    }

    /** Where such servers usually listen. */
    public int port() {
        return port;
    }
}
