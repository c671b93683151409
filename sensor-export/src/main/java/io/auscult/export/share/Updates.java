package io.auscult.export.share;

/** What becomes of an approved incident that grows. */
public enum Updates {
    /** Leaves without asking again. */
    FOLLOW,
    /** Leaves, until it becomes more severe or is marked more strictly than what was approved; then a person is asked again. */
    GRAVER,
    /** A person is asked again for each. */
    ASK
}
