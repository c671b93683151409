package io.auscult.core.detect;

import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;

/** The log of attempts that were too few or too small for an alarm. Lines may be added up: each tells what came since the line before about the same. */
public final class AttemptEvents {
    public static final EventType ATTEMPTS = EventType.standalone(
            "attempts",
            "Somebody tried something and no alarm came of it: connections, logons, shares and remote calls that were refused or not answered, and findings below medium."
                    + " A line when an hour is over or nothing came for a quarter of one; lines may be added up.");
    public static final Field SOURCE =
            ATTEMPTS.text("source", "Who: an address, or a network or any where rows were put together.");
    public static final Field SOURCE_NAME = ATTEMPTS.text("source_host_name", "What the source is called.");
    public static final Field TARGET =
            ATTEMPTS.text("target", "To whom: an address, or a network or any where rows were put together.");
    public static final Field TARGET_NAME = ATTEMPTS.text("target_host_name", "What the target is called.");
    public static final Field WHAT =
            ATTEMPTS.text("what", "What was tried: connection, logon, admin share, share, remote call; or finding.");
    public static final Field SERVICE =
            ATTEMPTS.text("service", "By which service, protocol or interface; of a finding its rule.");
    public static final Field PORT = ATTEMPTS.port("port", "Port of the target, where it was one.");
    public static final Field TECHNIQUE = ATTEMPTS.text("technique", "ATT&CK's number of it.");
    public static final Field TECHNIQUE_NAME = ATTEMPTS.text("technique_name", "And its name there.");
    public static final Field OUTCOME = ATTEMPTS.text(
            "outcome", "The gravest: succeeded, unknown (the answer cannot be read), attempted (no answer) or failed.");
    public static final Field COUNT = ATTEMPTS.count("count", "How many.");
    public static final Field FAILED = ATTEMPTS.count("failed", "Of these, refused.");
    public static final Field UNANSWERED = ATTEMPTS.count("unanswered", "Of these, without an answer.");
    public static final Field SOURCES = ATTEMPTS.count("sources", "Distinct sources so far, of rows put together.");
    public static final Field TARGETS = ATTEMPTS.count("targets", "Distinct targets so far, of rows put together.");
    public static final Field USERS = ATTEMPTS.count("users", "Distinct users tried so far.");
    public static final Field USER_SAMPLE = ATTEMPTS.textList("user_sample", "The first few of them.");
    public static final Field FIRST_SEEN = ATTEMPTS.time("first_seen", "When it began.");
    public static final Field LAST_SEEN = ATTEMPTS.time("last_seen", "The last of them.");
    public static final Field MERGED = ATTEMPTS.bool(
            "merged", "Whether rows were put together, for there were too many: which host tried which is then lost.");

    private AttemptEvents() {}
}
