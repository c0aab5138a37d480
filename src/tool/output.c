// output.c - write(2), until all is written.
#include "tool/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_put(struct output_status *output, FILE *file, struct slice text) {
    struct stat about;
    const int to = fileno(file);
    if (!output->is_broken && fflush(file) != 0) {
        output->is_broken = true;
        output->error = errno;
    }
    const bool is_file = !output->is_broken && fstat(to, &about) == 0 && S_ISREG(about.st_mode);
    size_t done = 0;
    while (!output->is_broken && done < text.length) {
        const ssize_t count = write(to, text.start + done, text.length - done);
        if (count >= 0) {
            done += (size_t)count;
        } else if (errno != EINTR) {
            output->is_broken = true;
            output->error = errno;
            if (is_file && done > 0 && lseek(to, -(off_t)done, SEEK_CUR) >= 0 &&
                ftruncate(to, lseek(to, 0, SEEK_CUR)) != 0)
                errno = output->error; // the half line stays: what failed first is what is told
        }
    }
    return !output->is_broken;
}

bool output_is_well(const struct output_status *output, const char *name) {
    if (!output->is_broken || output->error == EPIPE) return true;
    fprintf(stderr, "dragoman: %s: %s\n", name, strerror(output->error));
    return false;
}

bool output_flush_stdio(void) {
    errno = 0;
    const bool failed = fflush(stdout) != 0 || ferror(stdout);
    const struct output_status output = { failed, errno ? errno : EIO };
    return output_is_well(&output, "standard output");
}
