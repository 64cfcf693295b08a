using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>Keeps two openers from one image. Both kinds of lock are taken, because a tool of either kind then notices; both go with the descriptor.</summary>
[SupportedOSPlatform("linux")]
internal static class ImageLock
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes both locks, shared for a reader. Tries for one second: what a killed process held is torn down a little after its end.</summary>
    /// <exception cref="ImageLockedException">Somebody else has the image.</exception>
    /// <exception cref="ImageFileException">The file system does not lock.</exception>
    public static async Task TakeAsync(LinuxImageFile file, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        while (true)
        {
            (string name, int errno) = TryTake(file);
            if (errno == 0)
            {
                return;
            }

            if (errno is not (Errno.Again or Errno.Access))
            {
                throw new ImageFileException(file.Path, name, errno, $"{file.Path}: the {name} lock failed: {Errno.Describe(errno)}; put the image on a file system that locks.");
            }

            if (timeProvider.GetElapsedTime(start) >= s_patience)
            {
                throw new ImageLockedException(file.Path, name, $"{file.Path}: the image is in use: the {name} lock was not free for {s_patience.TotalSeconds:0} s; close the other opener (lslocks and lsof name it){(file.IsReadOnly ? string.Empty : ", or wait until its process has ended")}.");
            }

            await Task.Delay(s_pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static (string Name, int Errno) TryTake(LinuxImageFile file)
    {
        int errno = Libc.LockDescription(file.Descriptor, exclusive: !file.IsReadOnly);
        return errno != 0 ? ("fcntl", errno) : ("flock", Libc.LockFile(file.Descriptor, exclusive: !file.IsReadOnly));
    }
}
