# Words of the room that keeps everyone safe.
