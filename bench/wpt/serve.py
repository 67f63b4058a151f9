"""Starts the servers of web-platform-tests: python3 serve.py <its folder> <options of `wpt serve`>.

As `wpt serve` does, but without a virtual environment, for which that one goes to the network.
"""
import os
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.join(sys.argv.pop(1), "tools"))
    import localpaths  # Finds the suite's own packages.
    from serve import serve

    serve.main()
