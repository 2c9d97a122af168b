package io.foldline.cli.command;

/** What the exit code of {@code foldline} says. */
final class ExitCode {
    /** The run completed. */
    public static final int OK = 0;

    /** Something that is no user's fault: a defect, or a failure outside of any run. */
    public static final int INTERNAL = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** What was given cannot be used: no retry helps. */
    public static final int BAD_INPUT = 3;

    /** The run failed. */
    public static final int RUN_FAILED = 4;

    /** The run was cancelled, or Ctrl-C was pressed. */
    public static final int CANCELLED = 130;

    private ExitCode() {}
}
