using System.Diagnostics;

namespace CnnCompiler.Benchmarks;

/// <summary>Measures short calls.</summary>
internal static class Stopwatches
{
    /// <summary>How long one measurement should take, in microseconds: long against the clock's resolution, short against the machine's drift.</summary>
    private const double Aim = 2_000;

    /// <summary>Repeated measurements of one call.</summary>
    public sealed class Series(Action call)
    {
        private readonly List<double> _times = [];
        private int _calls = 1;

        /// <summary>The median of the measurements, in microseconds a call.</summary>
        public double Median => Quantiles.Of(_times, 0.5);

        /// <summary>Measures once more: so many calls in a row as take about two milliseconds.</summary>
        /// <returns>Microseconds a call.</returns>
        public double Measure()
        {
            long start = Stopwatch.GetTimestamp();
            for (int repeat = 0; repeat < _calls; repeat++)
                call();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            double time = elapsed / _calls;
            _calls = (int)Math.Clamp(Aim / Math.Max(time, 1e-3), 1, 1_000_000);
            _times.Add(time);
            return time;
        }

        /// <summary>Lets the just-in-time compiler settle and finds out how many calls to make.</summary>
        public void WarmUp()
        {
            for (int time = 0; time < 20; time++)
                Measure();
            Forget();
        }

        /// <summary>Begins a new list of measurements.</summary>
        public void Forget() => _times.Clear();
    }
}
