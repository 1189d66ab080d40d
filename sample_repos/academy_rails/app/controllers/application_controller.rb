# frozen_string_literal: true

class ApplicationController < ActionController::Base
  include Trackable

  before_action :authenticate

  def current_user
    @current_user ||= User.find_by(id: session[:user_id])
  end

  private

  def authenticate
    redirect_to sign_in_path unless current_user
  end
end
