package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import java.util.Locale;

/** Arguments in clear that are told; each is a field of the {@code dce_rpc} event. Immutable. */
enum Argument {
    SERVICE_NAME("Name of the service that is created, opened, changed or started."),
    SERVICE_PATH("Program that the service runs."),
    SERVICE_USER("Account that the service runs as."),
    TASK_NAME("Name of the scheduled task."),
    TASK_COMMAND("What the scheduled task runs."),
    REGISTRY_PATH("Registry key; begins with its root where that is known."),
    VALUE_NAME("Name of the value in the registry key."),
    PATH("File, share, log or printer that the call names; a foreign host in it may be made to be asked."),
    DRIVER_NAME("Name of the printer driver."),
    DRIVER_PATH("Files of the printer driver, monitor or print processor.", true),
    ACCOUNT("Account that the call is about."),
    NAMES("Names that are to be looked up.", true),
    DOMAIN("Domain that the call is about."),
    COMPUTER("What the originator calls itself."),
    CLIENT_DSA("Identifier that a client of directory replication gives of itself."),
    NAMING_CONTEXT("Part of the directory that is to be replicated."),
    AGENT("Identifier of what is asked of the key backup service."),
    CLSID("Class that is to be activated."),
    IIDS("Interfaces of the class that are asked for.", true),
    WMI_OBJECT("Namespace, class, path or query of WMI."),
    WMI_METHOD("Method of the WMI object."),
    MAPPED_ENDPOINT("Interface whose port is asked of the endpoint mapper.");

    /** Between the elements of a list. */
    static final byte SEPARATOR = 0;

    private final String doc;
    private final boolean list;

    Argument(String doc) {
        this(doc, false);
    }

    Argument(String doc, boolean list) {
        this.doc = doc;
        this.list = list;
    }

    /** Declares its field. {@link DcerpcParser} does so with all, for an event is to know its fields before anybody asks. */
    Field declare(EventType event) {
        String name = name().toLowerCase(Locale.ROOT);
        return list ? event.textList(name, doc) : event.text(name, doc);
    }

    boolean isList() {
        return list;
    }

    /** A command line: passwords in it are hidden. */
    boolean isCommand() {
        return this == SERVICE_PATH || this == TASK_COMMAND;
    }

    Field field() {
        return DcerpcParser.ARGUMENTS.get(ordinal());
    }
}
