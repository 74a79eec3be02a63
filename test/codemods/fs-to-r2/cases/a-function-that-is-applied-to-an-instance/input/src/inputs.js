module.exports = {
  inputs: {
    connect: {
      input(to) {
        this.connect(to);
        return true;
      },
    },
    shout: {
      input: function (to) {
        this.connect(to.toUpperCase());
      },
    },
  },
};
